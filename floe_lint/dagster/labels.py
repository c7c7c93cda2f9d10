"""Tags, kinds, owners and descriptions of assets as Dagster accepts and shows them."""

from __future__ import annotations

import re

# Compiled when first used: few projects have all of them.
_TAG = r"(?:[A-Za-z0-9_.-]{1,63}/|dagster/kind/)?[A-Za-z0-9_.-]{1,63}"
_TAG_VALUE = r"[A-Za-z0-9_.-]{0,63}"
_EMAIL = r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,7}\b"

KIND_TAG = "dagster/kind/"
"""Before the kinds among the tags, whose value is ``""`` (``dagster._core.storage.tags.KIND_PREFIX``)."""

MAX_KINDS = 10
"""Kinds that one asset may have (``validate_kind_tags``)."""


def is_tag(key: str) -> bool:
    """Whether a tag may have this key (``is_valid_tag_key``)."""
    return re.fullmatch(_TAG, key) is not None


def is_tag_value(value: str) -> bool:
    """Whether a tag of an asset may have this value (``is_valid_strict_tag_value``)."""
    return re.fullmatch(_TAG_VALUE, value) is not None


def is_owner(owner: str) -> bool:
    """Whether this is an e-mail address or a team (``is_valid_owner``)."""
    return re.fullmatch(_EMAIL, owner) is not None or (owner.startswith("team:") and len(owner) > len("team:"))


def description_of(docstring: str) -> str:
    """A docstring as the description of an asset (``format_docstring_for_description``)."""
    if "\n" not in docstring:
        return docstring.strip() if docstring[:1].isspace() else docstring
    import textwrap

    if docstring[:1].isspace():
        return textwrap.dedent(docstring).strip()
    first, newline, rest = docstring.partition("\n")
    return (first + newline + textwrap.dedent(rest)).strip()
