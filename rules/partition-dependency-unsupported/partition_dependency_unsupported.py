"""An asset depends on one whose partitions Dagster cannot map to its own."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, Related


def check(project: Project) -> Iterator[Problem]:
    """One problem for each two sets that a pattern brings together."""
    told = set()
    for dependency in project.partitioning.unmapped_dependencies:
        (upstream, above), (asset, own) = dependency.upstream, dependency.downstream
        if own.pattern is None or above.pattern is None or (own.pattern.name, above.name) in told:
            continue
        told.add((own.pattern.name, above.name))
        yield Problem(
            At((*own.pattern.route, "partitions")),
            f'asset "{asset.key}" with partitions "{own.name}" depends on "{upstream.key}" with partitions '
            f'"{above.name}", which Dagster cannot map: {dependency.reason}',
            related=(Related(At((*above.pattern.route, "partitions")), f'partitions of "{upstream.key}"'),),
        )
