"""Documented."""
import dagster as dg
from __future__ import annotations  # error@1-35: module "late" is not valid Python: from __future__ imports must occur at the beginning of the file
