"""Two patterns set one field of one asset differently."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import AssetSettings, At, Problem, Project, Related, matches


def check(project: Project) -> Iterator[Problem]:
    """One problem for each field and pair of patterns, with the first asset that has both."""
    seen: set[tuple[str, str, str]] = set()
    for asset in project.catalog.materializable:
        first: dict[str, AssetSettings] = {}
        for pattern in project.declarations.patterns:
            if not matches(pattern.name, asset.key):
                continue
            for field, value in pattern.settings.items():
                other = first.setdefault(field, pattern)
                identity = (field, other.name, pattern.name)
                if other.settings[field] == value or identity in seen:
                    continue
                seen.add(identity)
                yield Problem(
                    At((*pattern.route, field)),
                    f'"{field}" of asset "{asset.key}" is "{value}" by pattern "{pattern.name}" '
                    f'and "{other.settings[field]}" by "{other.name}"; let only one of them match it',
                    related=(Related(At((*other.route, field)), f'"{other.name}" sets it here'),),
                )
