"""How many examples a comparison takes: all of them, or under the profile ``quick`` a part."""

from __future__ import annotations

import os

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "repeat")

_PART = 10
_LEAST = 25


def examples(count: int, least: int = _LEAST) -> int:
    """``count``, and under the profile ``quick`` a tenth of it; never fewer than ``least``, where there are so many."""
    return max(count // _PART, min(count, least)) if PROFILE == "quick" else count
