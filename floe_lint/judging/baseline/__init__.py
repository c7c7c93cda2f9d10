"""Findings that were there when a repository adopted the linter: known, and not counted until they are corrected."""

from __future__ import annotations


class BaselineError(Exception):
    """A baseline that cannot be used; the message names the file and the line."""
