"""Two patterns set one field of one asset differently."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import AssetPattern, At, Problem, Project, Related, matches


def check(project: Project) -> Iterator[Problem]:
    """One problem for each field and pair of patterns, with the first asset that has both."""
    seen: set[tuple[str, str, str]] = set()
    for asset in project.catalog.materializable:
        first: dict[str, AssetPattern] = {}
        for pattern in project.declarations.patterns:
            if not matches(pattern.pattern, asset.key):
                continue
            for field, value in pattern.settings.items():
                other = first.setdefault(field, pattern)
                identity = (field, other.pattern, pattern.pattern)
                if other.settings[field] == value or identity in seen:
                    continue
                seen.add(identity)
                yield Problem(
                    At((*pattern.route, field)),
                    f'"{field}" of asset "{asset.key}" is "{value}" by pattern "{pattern.pattern}" '
                    f'and "{other.settings[field]}" by "{other.pattern}"; let only one of them match it',
                    related=(Related(At((*other.route, field)), f'"{other.pattern}" sets it here'),),
                )
