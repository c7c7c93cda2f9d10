"""How unpredictable a text looks."""

from __future__ import annotations

from collections import Counter
from math import log2


def entropy(text: str) -> float:
    """Shannon's entropy of the characters, in bits a character; 0 for an empty text."""
    length = len(text)
    return -sum(count / length * log2(count / length) for count in Counter(text).values())
