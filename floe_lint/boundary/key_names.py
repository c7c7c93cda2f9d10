"""Key names as patterns see them."""

from __future__ import annotations

import re
from functools import lru_cache

from floe_lint.boundary.forms import decoded

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def normalised(key: str) -> str:
    """A key in snake case: ``bucketName``, ``BUCKET-NAME`` and ``bucket.name`` are all ``bucket_name``."""
    key = decoded(key)
    return _OTHER.sub("_", _HUMP.sub("_", key).lower()).strip("_")
