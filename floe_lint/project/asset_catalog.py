"""Every asset of a project: from the Python modules, the dbt manifest, and by reference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from floe_lint.dagster.labels import KIND_TAG
from floe_lint.dagster.names import DEFAULT_GROUP
from floe_lint.findings.problem import At
from floe_lint.format.floe_yaml import AssetSettings, Orchestration
from floe_lint.kernel.positions import START, Place, Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.asset import Asset, Dependency
from floe_lint.project.asset_patterns import settings_for
from floe_lint.project.files import ProjectFiles

if TYPE_CHECKING:
    from floe_lint.dbt.assets import DbtAssets
    from floe_lint.dbt.manifest import Manifest, ManifestDefect
    from floe_lint.python.facts import ModuleFacts, StaticAsset, StaticDep
    from floe_lint.python.find_module import ModuleFile, NotFound


class Unknown(NamedTuple):
    """Something that is not known, and why. ``at`` is where the user would look.

    ``cause`` is ``code`` where only running it could tell, ``file`` where a file is missing or broken, which has
    a rule of its own, ``manifest`` where dbt has not written its manifest yet.
    """

    reason: str
    at: At | Place
    cause: Literal["code", "file", "manifest"] = "code"


class ModuleReference(NamedTuple):
    """One item of ``asset_modules`` and what was found for it."""

    route: Route
    name: str
    found: ModuleFile | NotFound
    facts: ModuleFacts | None


class DuplicateAsset(NamedTuple):
    """Two definitions of one key, in the order in which they were read."""

    key: str
    first: Asset
    second: Asset


class AssetCatalog(NamedTuple):
    """The assets of a project.

    ``assets`` are in a stable order: Python modules, dbt, then external ones. ``by_key`` finds one.
    ``unknowns`` say what is missing; with none, the catalog is complete. ``writers`` are the keys of the assets that
    write tables which another one may read, by table.
    """

    assets: tuple[Asset, ...]
    by_key: dict[str, Asset]
    modules: tuple[ModuleReference, ...]
    manifest: Manifest | ManifestDefect | None
    dbt: DbtAssets | None
    duplicates: tuple[DuplicateAsset, ...]
    unknowns: tuple[Unknown, ...]
    writers: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether every asset and everything about it is known."""
        return not self.unknowns

    @property
    def materializable(self) -> tuple[Asset, ...]:
        """The assets that a run can materialize."""
        return tuple(asset for asset in self.assets if not asset.external)


_NO_SETTINGS: Mapping[str, str] = {}


def collect_assets(files: ProjectFiles, declarations: Orchestration) -> AssetCatalog:
    """Read the asset modules and the manifest, join them by tables, and apply the patterns."""
    unknowns = [
        Unknown(f'"{section}" has a defect', At(("orchestration",)), "file")
        for section in ("asset_modules", "dbt")
        if declarations.invalid.get(section)
    ]
    modules = tuple(_read_modules(files, declarations, unknowns))
    static = _distinct(asset for module in modules if module.facts for asset in module.facts.assets)
    produced_by = {table: "/".join(asset.key) for asset in static if asset.key for table in asset.outputs or ()}
    manifest = _manifest(files, declarations, unknowns)
    job_level = declarations.dbt is not None and declarations.dbt.observability_level == "job_level"
    dbt = None
    if manifest is not None:
        from floe_lint.dbt.assets import as_one_asset, dbt_assets
        from floe_lint.dbt.manifest import Manifest

        if isinstance(manifest, Manifest):
            dbt = dbt_assets(manifest, produced_by)
            dbt = as_one_asset(dbt) if job_level else dbt
    reads_tables = any(asset.inputs for asset in static)
    writers = {**_written_by_dbt(dbt, job_level), **produced_by} if reads_tables else {}
    sources = _tables_of_sources(dbt) if reads_tables else frozenset()
    found = [_python_asset(asset, writers, sources) for asset in static if asset.key is not None]
    if dbt is not None:
        found.extend(_dbt_assets(files, declarations, dbt, job_level))
    by_key: dict[str, Asset] = {}
    duplicates = []
    for candidate in found:
        first = by_key.get(candidate.key)
        if first is None:
            by_key[candidate.key] = candidate
        elif first != candidate:
            duplicates.append(DuplicateAsset(candidate.key, first, candidate))
    defined = _with_whole_keys([_settled(asset, declarations.patterns) for asset in by_key.values()])
    if job_level and dbt is not None and reads_tables:
        defined = _without_cycle(defined, _key_of_project(dbt))
    source_keys = {source.key for source in dbt.sources} if dbt is not None else frozenset[str]()
    settled = (*defined, *_external({asset.key: asset for asset in defined}, source_keys))
    for pattern in declarations.patterns:
        for field in sorted(pattern.not_known & {"group_name", "compute_kind"}):
            reason = f'"{field}" of the assets "{pattern.name}" depends on a variable'
            unknowns.append(Unknown(reason, At((*pattern.route, field))))
    return AssetCatalog(
        assets=settled,
        by_key={asset.key: asset for asset in settled},
        modules=modules,
        manifest=manifest,
        dbt=dbt,
        duplicates=tuple(duplicates),
        unknowns=tuple(unknowns),
        writers=writers,
    )


def _read_modules(
    files: ProjectFiles, declarations: Orchestration, unknowns: list[Unknown]
) -> Iterable[ModuleReference]:
    if not declarations.asset_modules:
        return
    from floe_lint.python.find_module import ModuleFile

    for index, name in enumerate(declarations.asset_modules):
        if name is None:
            continue
        route = (*declarations.route, "asset_modules", index)
        found = files.module(name)
        facts = files.module_facts(found) if isinstance(found, ModuleFile) else None
        if facts is None:
            unknowns.append(Unknown(f'module "{name}" was not found', At(route), "file"))
        elif facts.syntax_error is not None and facts.syntax_error.newer is not None:
            unknowns.append(Unknown(f'module "{name}" {facts.syntax_error.phrase}', facts.syntax_error.place))
        elif facts.syntax_error is not None:
            unknowns.append(Unknown(f'module "{name}" has a syntax error', At(route), "file"))
        else:
            for unknown in facts.unknowns:
                if not any(known.at == unknown.place for known in unknowns):
                    unknowns.append(Unknown(unknown.reason, unknown.place))
        yield ModuleReference(route=route, name=name, found=found, facts=facts)


def _distinct(assets: Iterable[StaticAsset]) -> list[StaticAsset]:
    """Assets once each, however many modules import them."""
    return list({(asset.place, asset.key): asset for asset in assets}.values())


def _manifest(
    files: ProjectFiles, declarations: Orchestration, unknowns: list[Unknown]
) -> Manifest | ManifestDefect | None:
    dbt = declarations.dbt
    if dbt is None:
        return None
    if dbt.manifest_path is None:
        if not dbt.is_known("manifest_path"):
            unknowns.append(
                Unknown("the path of the dbt manifest depends on a variable", At((*dbt.route, "manifest_path")))
            )
        return None
    manifest = files.manifest(dbt.manifest_path)
    if not hasattr(manifest, "nodes"):
        at = At((*dbt.route, "manifest_path"))
        missing = getattr(manifest, "kind", None) == "missing"
        reason = f'"{dbt.manifest_path}" does not exist' if missing else "the dbt manifest cannot be read"
        unknowns.append(Unknown(reason, at, "manifest" if missing else "file"))
    return manifest


def _written_by_dbt(dbt: DbtAssets | None, job_level: bool) -> Mapping[str, str]:
    """The tables that dbt writes: each by the asset of its model, or all by the one that the dbt project is."""
    if dbt is None:
        return {}
    return dict.fromkeys(dbt.relations, _key_of_project(dbt)) if job_level else dbt.relations


def _key_of_project(dbt: DbtAssets) -> str:
    return dbt.manifest.project_name or "dbt"


def _tables_of_sources(dbt: DbtAssets | None) -> frozenset[str]:
    """The tables that dbt declares as coming from elsewhere."""
    sources = dbt.manifest.sources.values() if dbt is not None else ()
    return frozenset(
        name
        for source in sources
        for name in (f"{source.source_name}.{source.name}", f"{source.schema}.{source.identifier}")
    )


def _without_cycle(assets: list[Asset], key: str) -> list[Asset]:
    """The assets, without what tables imply of one asset for those above it: it cannot wait for those that wait for it.

    A dbt project that is one asset may read what a Python asset makes of an earlier model's table.
    """
    by_key = {asset.key: asset for asset in assets}
    above: set[str] = set()
    waiting = [key]
    while waiting:
        asset = by_key.get(waiting.pop())
        found = [dep.key for dep in asset.deps if dep.key not in above] if asset is not None else []
        above.update(found)
        waiting.extend(found)
    return [
        asset._replace(deps=tuple(dep for dep in asset.deps if not (dep.implied and dep.key == key)))
        if asset.key in above and asset.key != key
        else asset
        for asset in assets
    ]


def _repeats(dep: StaticDep) -> tuple[str, str] | None:
    return None if dep.repeats is None or dep.input is None else (dep.repeats, dep.input)


def _python_asset(
    asset: StaticAsset,
    writers: Mapping[str, str],
    sources: Collection[str],
) -> Asset:
    assert asset.key is not None
    key = "/".join(asset.key)
    deps = [
        Dependency("/".join(dep.key), dep.place, loaded=dep.loaded, mapped=dep.mapped, repeats=_repeats(dep))
        for dep in asset.deps
        if dep.key is not None
    ]
    named = {dep.key for dep in deps}
    for table, _ in asset.inputs:
        upstream = writers.get(table)
        if upstream is not None and upstream != key and upstream not in named:
            named.add(upstream)
            deps.append(Dependency(upstream, asset.place, implied=True))
    return Asset(
        key=key,
        origin="external" if asset.is_external else "python",
        place=asset.place,
        group=asset.group,
        tags=asset.tags,
        kinds=None if asset.kinds is None else frozenset(asset.kinds),
        owners=None if asset.owners is None else tuple(asset.owners),
        deps=tuple(deps),
        settings={},
        own_partitions=asset.partitioned,
        own_automation=asset.has_automation,
        outputs=tuple(asset.outputs or ()),
        partitions_in_code=asset.partitions,
        unwritten_inputs=tuple(use for use in asset.inputs if use.table not in writers and use.table not in sources),
        required_neighbors=tuple(map("/".join, asset.required_neighbors)),
    )


def _dbt_assets(
    files: ProjectFiles,
    declarations: Orchestration,
    dbt: DbtAssets,
    job_level: bool,
) -> Iterable[Asset]:
    """What dbt builds. Its sources are not among them: dbt reads them, whoever defines them."""
    assert declarations.dbt is not None
    folder = declarations.dbt.project_dir or "."
    root = files.find_path(folder) or files.folder

    if job_level:
        upstream = dict.fromkeys(source.key for source in dbt.sources)
        yield Asset(
            key=_key_of_project(dbt),
            origin="dbt",
            place=None,
            group="dbt",
            tags=_with_kinds({}, ("dbt",)),
            kinds=frozenset(["dbt"]),
            owners=(),
            deps=tuple(Dependency(key, None) for key in upstream),
            settings={},
        )
    else:
        # Values that do not change are shared: there may be tens of thousands of models.
        deps = {key: Dependency(key, None) for asset in dbt.assets for key in asset.deps}
        kinds = {names: frozenset(names) for names in {asset.kinds for asset in dbt.assets}}
        tags: dict[int, Mapping[str, str]] = {}
        for asset in dbt.assets:
            if id(asset.tags) not in tags:
                tags[id(asset.tags)] = _with_kinds(asset.tags, asset.kinds)
            path = asset.original_file_path
            yield Asset(
                key=asset.key,
                origin="dbt",
                place=Place(f"{root}/{path}" if path else root, START),
                group=asset.group,
                tags=tags[id(asset.tags)],
                kinds=kinds[asset.kinds],
                owners=asset.owners,
                deps=tuple([deps[key] for key in asset.deps]),
                settings=_NO_SETTINGS,
                outputs=(asset.relation,) if asset.relation else (),
            )


def _with_whole_keys(assets: list[Asset]) -> list[Asset]:
    """The assets, with each dependency that is only a name taken for the asset that it means to Dagster."""
    if not any("/" in asset.key for asset in assets):
        return assets
    from floe_lint.dagster.dependencies import KeysByName

    keys = KeysByName((asset.key, asset.group) for asset in assets)
    by_key = {asset.key: asset for asset in assets}

    def whole(asset: Asset, dep: Dependency) -> Dependency:
        key = keys.whole(dep.key, asset.group)
        return dep if key is None or _of_one_definition(asset, by_key[key]) else dep._replace(key=key)

    return [
        asset._replace(deps=tuple(whole(asset, dep) for dep in asset.deps)) if asset.deps else asset for asset in assets
    ]


def _of_one_definition(asset: Asset, other: Asset) -> bool:
    """Whether Dagster has both in one definition, as the loader makes one of all dbt assets of one partition set."""
    return asset.key == other.key or (asset.origin == other.origin == "dbt" and asset.partitions == other.partitions)


def _external(by_key: Mapping[str, Asset], sources: Collection[str]) -> list[Asset]:
    """Assets that are only named as dependencies: Dagster makes external assets of them.

    ``sources`` are the keys of dbt's sources: such a key is a reference too, to whichever asset has it.
    """
    missing: dict[str, Place | None] = {}
    for asset in by_key.values():
        for dep in asset.deps:
            if dep.key not in by_key:
                missing.setdefault(dep.key, dep.place)
    return [
        Asset(
            key=key,
            origin="dbt source" if key in sources else "external",
            place=None if key in sources else place,
            group=DEFAULT_GROUP,
            tags={},
            kinds=frozenset(),
            owners=(),
            deps=(),
            settings={},
        )
        for key, place in missing.items()
    ]


def _settled(asset: Asset, patterns: tuple[AssetSettings, ...]) -> Asset:
    """The asset with what the patterns set on it; of two that disagree the first holds."""
    if asset.external or not patterns:
        return asset
    settings, unset = settings_for(asset.key, patterns)
    if not settings and not unset:
        return asset
    changed = asset._replace(settings=settings, unset=frozenset(unset))
    if "group_name" in settings or "group_name" in unset:
        changed = changed._replace(group=settings.get("group_name"))
    if "compute_kind" in unset:
        changed = changed._replace(kinds=None)
    elif "compute_kind" in settings and asset.kinds is not None:
        kind = settings["compute_kind"]
        tags = None if asset.tags is None else _with_kinds(asset.tags, (kind,))
        changed = changed._replace(kinds=asset.kinds | {kind}, tags=tags)
    return changed


def _with_kinds(tags: Mapping[str, str], kinds: Iterable[str]) -> Mapping[str, str]:
    """Tags with those in which Dagster keeps kinds."""
    return {**tags, **{f"{KIND_TAG}{kind}": "" for kind in kinds}}
