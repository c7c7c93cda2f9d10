"""Names that Dagster accepts, and those that it makes of the keys of assets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from keyword import kwlist

# dagster._core.definitions.utils: VALID_NAME_REGEX and VALID_GROUP_NAME_REGEX. Compiled when first used.
NAME = "[A-Za-z0-9_]+"
"""Jobs, schedules, sensors, ops, and inputs and outputs of ops."""

GROUP = f"{NAME}(/{NAME})*"
"""Groups of assets."""

KEY_PART = "[A-Za-z0-9_.-]+"
"""The parts of an asset's key, as far as ``AssetKey.to_python_identifier`` makes a name of them."""

# dagster._core.definitions.utils.DISALLOWED_NAMES, which takes in Python's keywords as well.
RESERVED = frozenset(
    [
        *"context conf config meta arg_dict dict input_arg_dict output_arg_dict int str float bool".split(),
        *("input", "output", "type"),
        *kwlist,
    ]
)
"""Names that Dagster keeps for itself."""

DEFAULT_GROUP = "default"
"""The group of an asset that is given none (``normalize_group_name``)."""

DEFAULT_IO_MANAGER = "io_manager"
"""The key of the I/O manager that every project has (``DEFAULT_IO_MANAGER_KEY``)."""


def is_name(text: str) -> bool:
    """Whether a job, schedule, sensor, op, input or output may have this name, unless it is ``RESERVED``."""
    return re.fullmatch(NAME, text) is not None


def is_group(text: str) -> bool:
    """Whether a group may have this name."""
    return re.fullmatch(GROUP, text) is not None


def op_name(key: str) -> str:
    """The name of an asset's op and output (``AssetKey.to_python_identifier``) by its key, as in ``a/b``."""
    return part_as_name(key.replace("/", "__"))


def op_name_of_parts(parts: Iterable[str]) -> str:
    """The same where a part may hold a slash, which Dagster then refuses in the name."""
    return part_as_name("__".join(parts))


def input_name(parts: Iterable[str]) -> str:
    """The name of the input for a dependency (``stringify_asset_key_to_input_name``)."""
    return part_as_name("_".join(parts))


def part_as_name(part: str) -> str:
    """A part of a key as it stands in names that are made of it."""
    return part.replace("-", "_").replace(".", "_")
