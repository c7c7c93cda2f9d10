"""An asset needs a resource that nothing gives."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import (
    DEFAULT_IO_MANAGER,
    LOADER,
    Problem,
    Project,
    ResourceUse,
    StaticAsset,
    given_resources,
    nearest,
)


def check(project: Project) -> Iterator[Problem]:
    """One problem for each place that names such a resource."""
    has_dbt = project.declarations.dbt is not None or "dbt" in project.declarations.invalid
    always = {"catalog", DEFAULT_IO_MANAGER, *(("dbt",) if has_dbt else ())}
    needed: dict[ResourceUse, StaticAsset] = {}
    for module in project.catalog.modules:
        for asset in module.facts.assets if module.facts is not None else ():
            for use in asset.resources:
                if use.key not in always:
                    needed.setdefault(use, asset)
    if not needed:
        return
    paths = [module.facts.path for module in project.catalog.modules if module.facts is not None]
    given = given_resources(project.files, paths)
    assets = {asset.key.rpartition("/")[2] for asset in project.catalog.assets}
    for use, asset in needed.items():
        if given is not None and use.key in given:
            continue
        shown = f'asset "{"/".join(asset.key)}"' if asset.key else "an asset"
        near = nearest(use.key, {*always, *(given or ())} - {DEFAULT_IO_MANAGER})
        if use.key in assets:
            yield Problem(
                use.place,
                f'{shown} takes "{use.key}" as a resource, but it is an asset; name it in "deps", '
                f'or get its value with ins={{"{use.key}": AssetIn()}}',
            )
        elif given is not None:
            other = f"give it in FloeDefinitions.{LOADER}(resources={{…}})"
            way_out = (
                f'did you mean "{near}"?'
                if near
                else f'add the section "dbt", or {other}'
                if use.key == "dbt"
                else other
            )
            yield Problem(use.place, f'{shown} needs the resource "{use.key}", which nothing gives; {way_out}')
        elif near:
            message = f'{shown} needs a resource "{use.key}"; did you mean "{near}"?'
            yield Problem(use.place, message, severity="warning")
