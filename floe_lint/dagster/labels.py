"""Tags, kinds and owners as Dagster accepts them."""

from __future__ import annotations

import re

# dagster._utils.tags and dagster._core.utils, Dagster 1.13. Compiled when first used: few projects have all of them.
_TAG = r"(?:[A-Za-z0-9_.-]{1,63}/|dagster/kind/)?[A-Za-z0-9_.-]{1,63}"
_TAG_VALUE = r"[A-Za-z0-9_.-]{0,63}"
_EMAIL = r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,7}\b"

KIND_TAG = "dagster/kind/"
"""Before the kinds among the tags."""

MAX_KINDS = 10
"""Kinds that one asset may have."""


def is_tag(key: str) -> bool:
    """Whether a tag may have this key."""
    return re.fullmatch(_TAG, key) is not None


def is_tag_value(value: str) -> bool:
    """Whether a tag of an asset may have this value."""
    return re.fullmatch(_TAG_VALUE, value) is not None


def is_owner(owner: str) -> bool:
    """Whether this is an e-mail address or a team."""
    return re.fullmatch(_EMAIL, owner) is not None or (owner.startswith("team:") and len(owner) > len("team:"))


def op_name(key: str) -> str:
    """What Dagster names the op and the output of an asset by, of its key (``AssetKey.to_python_identifier``)."""
    return key.replace("/", "__").replace("-", "_").replace(".", "_")
