"""A tag, kind or owner that Dagster refuses."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import KIND_TAG, MAX_KINDS, Asset, At, Problem, Project, is_owner, is_tag, is_tag_value

_CHARACTERS = 'at most 63 letters, digits, "_", "-" and "."'


def check(project: Project) -> Iterator[Problem]:
    """One problem for each label of an asset in Python, and for each kind that a pattern sets."""
    for pattern in project.declarations.patterns:
        kind = pattern.settings.get("compute_kind")
        if kind is not None and not is_tag(KIND_TAG + kind):
            message = f'asset pattern "{pattern.name}" sets the kind "{kind}", which Dagster refuses: {_CHARACTERS}'
            yield Problem(At((*pattern.route, "compute_kind")), message)
    for asset in project.catalog.assets:
        if asset.origin in ("python", "external") and asset.place is not None:
            for what in _refused(asset):
                yield Problem(asset.place, f'asset "{asset.key}" has {what}')


def _refused(asset: Asset) -> Iterator[str]:
    set_by_pattern = asset.settings.get("compute_kind")
    for key, value in (asset.tags or {}).items():
        kind = key.removeprefix(KIND_TAG)
        if not is_tag(key) and kind != set_by_pattern:
            named = f'the kind "{kind}"' if kind != key else f'the tag "{key}"'
            yield f"{named}, which Dagster refuses: {_CHARACTERS}" + (
                ", after one namespace and /" if kind == key else ""
            )
        elif not is_tag_value(value):
            yield f'"{value}" in the tag "{key}", which Dagster refuses: {_CHARACTERS}'
    if len(asset.kinds or ()) > MAX_KINDS:
        yield f"{len(asset.kinds or ())} kinds; Dagster takes {MAX_KINDS}"
    for owner in asset.owners or ():
        if not is_owner(owner):
            yield f'the owner "{owner}", which Dagster refuses: give an e-mail address or a team such as "team:data"'
