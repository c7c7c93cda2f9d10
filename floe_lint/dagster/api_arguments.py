"""The arguments of Dagster's asset decorators and of the classes that are given to them.

For each their names, and the kinds of values that are refused when a module is loaded.
"""

from __future__ import annotations

KEYWORDS: dict[str, frozenset[str]] = {
    "asset": frozenset(
        (
            "automation_condition backfill_policy check_specs code_version config_schema dagster_type deps description "
            "freshness_policy group_name hooks ins io_manager_def io_manager_key is_virtual key key_prefix kinds "
            "metadata name op_tags output_required owners partitions_def pool required_resource_keys resource_defs "
            "retry_policy tags"
        ).split()
    ),
    "multi_asset": frozenset(
        (
            "backfill_policy can_subset check_specs code_version config_schema deps description group_name hooks ins "
            "internal_asset_deps name op_tags outs partitions_def pool required_resource_keys resource_defs "
            "retry_policy specs"
        ).split()
    ),
    "graph_asset": frozenset(
        (
            "automation_condition backfill_policy check_specs code_version config description group_name hooks ins key "
            "key_prefix kinds metadata name owners partitions_def resource_defs tags"
        ).split()
    ),
    "graph_multi_asset": frozenset(
        (
            "backfill_policy can_subset check_specs config group_name hooks ins name outs partitions_def resource_defs"
        ).split()
    ),
    "multi_observable_source_asset": frozenset(
        (
            "can_subset check_specs description group_name name partitions_def required_resource_keys resource_defs "
            "specs"
        ).split()
    ),
}
"""The keywords of each decorator but ``observable_source_asset``, which takes any and looks at few."""

LOOKED_AT_OF_SOURCES = frozenset(["automation_condition", "key", "key_prefix", "name", "partitions_def", "tags"])
"""The keywords whose values ``observable_source_asset`` looks at."""

HIDDEN: dict[str, frozenset[str]] = {
    "asset": frozenset(
        "auto_materialize_policy compute_fn compute_kind legacy_freshness_policy non_argument_deps".split()
    ),
    "multi_asset": frozenset(["allow_arbitrary_check_specs", "compute_kind", "non_argument_deps"]),
    "graph_asset": frozenset(["auto_materialize_policy", "compose_fn", "legacy_freshness_policy"]),
}
"""Keywords that are accepted and not shown (``hidden_param``)."""

AUTOMATION = ("automation_condition", "auto_materialize_policy")
"""Keywords that let an asset run by itself, the older one last."""

BY_POSITION: dict[str, tuple[str, ...]] = {
    "AssetDep": ("asset",),
    "AssetIn": ("key", "metadata", "key_prefix", "input_manager_key", "partition_mapping", "dagster_type"),
    "AssetOut": (
        "key_prefix", "key", "dagster_type", "description", "is_required", "io_manager_key", "metadata", "group_name",
        "code_version", "automation_condition", "backfill_policy", "owners", "tags", "kinds", "freshness_policy",
        "is_virtual",
    ),
    "AssetSpec": ("key",),
    "SourceAsset": (
        "key", "metadata", "io_manager_key", "io_manager_def", "description", "partitions_def", "group_name",
        "resource_defs", "observe_fn", "op_tags",
    ),
}  # fmt: skip
"""The arguments of each class that may be given without their names, in order."""

BY_NAME: dict[str, frozenset[str]] = {
    "AssetDep": frozenset(["metadata", "partition_mapping"]),
    "AssetIn": frozenset(),
    "AssetOut": frozenset(["auto_materialize_policy", "legacy_freshness_policy"]),
    "AssetSpec": frozenset(
        (
            "auto_materialize_policy automation_condition code_version deps description freshness_policy group_name "
            "is_virtual kinds legacy_freshness_policy metadata owners partitions_def skippable tags"
        ).split()
    ),
    "SourceAsset": frozenset(
        (
            "_required_resource_keys auto_observe_interval_minutes automation_condition legacy_freshness_policy tags"
        ).split()
    ),
}
"""The arguments that are given by name only, with those that are accepted and not shown."""

REQUIRED = {"AssetDep": "asset", "AssetSpec": "key", "SourceAsset": "key"}
"""The argument without which a class cannot be called."""

UNCHECKED = {
    "AssetIn": frozenset(["key_prefix"]),
    "AssetOut": frozenset(["backfill_policy", "io_manager_key", "is_required", "key_prefix"]),
}
"""Arguments whose values a class does not look at."""

_KEY = (("key", "name"), ("key", "key_prefix"))
EXCLUSIVE: dict[str, tuple[tuple[str, str], ...]] = {
    "asset": (*_KEY, ("kinds", "compute_kind")),
    "graph_asset": _KEY,
    "observable_source_asset": _KEY,
    "multi_asset": (("specs", "outs"), ("specs", "deps"), ("specs", "internal_asset_deps")),
    "AssetIn": (("key", "key_prefix"),),
    "AssetOut": (("key", "key_prefix"),),
}
"""Arguments that are refused together (``resolve_asset_key_and_name_for_decorator``, ``multi_asset``)."""

# ---- kinds of values, by the name of the argument; a decorator or class that takes another kind says so below

OBJECTS = {
    "partitions_def": "PartitionsDefinition",
    "automation_condition": "AutomationCondition",
    "backfill_policy": "BackfillPolicy",
    "freshness_policy": "FreshnessPolicy",
    "partition_mapping": "PartitionMapping",
    "retry_policy": "RetryPolicy",
}
"""Arguments that take an instance of a class."""

TEXTS = frozenset("code_version compute_kind description group_name input_manager_key io_manager_key name pool".split())
MAPPINGS = frozenset(["tags", "metadata", "op_tags", "resource_defs", "ins", "outs"])
ITEMS = {"ins": "AssetIn", "outs": "AssetOut", "specs": "AssetSpec"}
"""The classes of what stands in an argument that is a dict or a list."""

LISTS = frozenset(["owners", "specs"])
SETS = frozenset(["hooks", "required_resource_keys"])
SETS_OF = {"AssetOut": frozenset(["kinds"])}
"""Arguments that only this class wants to be a set."""

BOOLEANS = frozenset(["can_subset", "is_required", "is_virtual", "output_required", "skippable"])

EVEN_IF_EMPTY = SETS | {"tags"}
"""Arguments whose kind is looked at where the value is empty too; of others an empty one may mean none at all."""

# ---- parameters of the functions

CONTEXT_NAMES = frozenset(["context", "_context", "context_", "_"])
"""Names of a first parameter that gets the context (``is_context_provided``, ``get_valid_name_permutations``)."""

CONFIG_NAME = "config"
"""The parameter that gets the config (``DecoratedOpFunction.has_config_arg``)."""

CONTEXT_TYPES = frozenset(["AssetExecutionContext", "OpExecutionContext", "AssetCheckExecutionContext"])
"""Annotations of the context that are accepted (``dagster._core.execution.context.compute``)."""

ANY_CONTEXT_TYPE = frozenset(["graph_asset", "graph_multi_asset", "observable_source_asset"])
"""Decorators that do not look at how the context is annotated."""

NOTHING = "Nothing"
"""The type of an input that brings no value."""

# ---- methods of AssetSpec

SPEC_KEEPING = frozenset(["with_io_manager_key"])
"""Methods that change nothing but metadata."""

SPEC_CHANGING = frozenset(["replace_attributes", "merge_attributes"])
"""Methods that take the arguments of ``AssetSpec``."""


def position(name: str, argument: str) -> int | None:
    """Where an argument of a class stands when it is given without its name."""
    by_position = BY_POSITION[name]
    return by_position.index(argument) if argument in by_position else None
