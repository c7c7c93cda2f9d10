"""Keeping secrets out of every output."""

from __future__ import annotations

from collections.abc import Collection

SHORTEST = 4
"""Characters. A shorter string is no secret, and masking every "a" would make messages unreadable."""


def mask(text: str, secrets: Collection[str]) -> str:
    """The text with every secret replaced by a mark of the same length in code points."""
    if not secrets:
        return text
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST and secret in text:
            text = text.replace(secret, "•" * len(secret))
    return text
