"""Which partitions are equal for Dagster, and which partitioned assets it lets depend on which without a mapping.

The oracles are ``PartitionsDefinition.__eq__`` and ``BaseAssetGraph.validate_partitions``, which runs when definitions
are loaded.
"""

from __future__ import annotations

from floe_lint.dagster.partitions.definitions import Definition, Dynamic, Multi, Static, TimeWindow
from floe_lint.dagster.partitions.identity import identity_of
from floe_lint.dagster.zones import canonical_zone

_SORTS: dict[type, str] = {TimeWindow: "a time window", Static: "static", Dynamic: "dynamic", Multi: "multi"}


def same_partitions(first: Definition, second: Definition) -> bool:
    """Whether two definitions are equal for Dagster, once spelled in one way.

    One way means ``canonical_cron``, ``canonical_zone``, the inferred ``fmt`` and times as moments: plain
    Dagster takes ``@daily`` and ``0 0 * * *`` for different. The order of static keys counts.
    """
    return identity_of(first) == identity_of(second)


def mapping_supported(upstream: Definition | None, downstream: Definition | None) -> bool:
    """Whether Dagster loads an asset partitioned by ``downstream`` that depends on one by ``upstream``."""
    return mapping_defect(upstream, downstream) is None


def mapping_defect(upstream: Definition | None, downstream: Definition | None) -> str | None:
    """Return why Dagster refuses the dependency, or ``None``; a definition of ``None`` means unpartitioned.

    It compares kinds, not keys: static partitions with other keys load, and fail when they run. So does a
    time window in another time zone than the time dimension of a product.
    """
    if upstream is None or downstream is None:
        return None
    for multi, single in ((upstream, downstream), (downstream, upstream)):
        if isinstance(multi, Multi) and not isinstance(single, Multi):
            return _dimension_defect(multi, single)
    if isinstance(upstream, TimeWindow) and isinstance(downstream, TimeWindow):
        above, below = canonical_zone(upstream.zone), canonical_zone(downstream.zone)
        if above != below:
            return f'the upstream partitions are in time zone "{above}", the downstream ones in "{below}"'
        return None
    if type(upstream) is type(downstream):
        return None
    above, below = _SORTS[type(upstream)], _SORTS[type(downstream)]
    return f"the upstream partitions are {above}, the downstream ones {below}"


def _dimension_defect(multi: Multi, single: Definition) -> str | None:
    equal = [name for name, dimension in multi.ordered if same_partitions(dimension, single)]
    if len(equal) == 1:
        return None
    if equal:
        names = " and ".join(f'"{name}"' for name in equal)
        return f"both dimensions {names} of the multi partitions equal the single one"
    times = [name for name, dimension in multi.ordered if isinstance(dimension, TimeWindow)]
    # A time window of any other step is mapped onto the one time dimension.
    if len(times) == 1 and isinstance(single, TimeWindow):
        return None
    names = " nor ".join(f'"{name}"' for name, _ in multi.ordered)
    return f"neither dimension {names} of the multi partitions equals the single one"
