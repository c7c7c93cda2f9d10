"""The Dagster assets that dbt nodes become: keys, groups, lineage, tags, kinds, owners and checks.

This is the one place that decides them; the loader's dbt translator looks its answers up here. It follows
dagster-dbt's ``DagsterDbtTranslator`` with three differences, which make ``+customer_orders`` and
``group:silver`` mean what their authors think: the key of a model is its name, whatever its schema; a source
that a Python asset writes is that asset; and the first folder below ``models/`` is the group of last resort.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from floe_lint.dagster.labels import KIND_TAG, is_owner, is_tag
from floe_lint.dagster.names import DEFAULT_GROUP, KEY_PART, NAME, RESERVED, is_group, op_name
from floe_lint.dbt.manifest import DbtNode, DbtSource, DbtTest, Manifest
from floe_lint.kernel.records import NamedTuple


class DbtAsset(NamedTuple):
    """A model, seed or snapshot as a Dagster asset.

    ``key`` is slash-joined. ``deps`` are the keys of its parents, sorted: of dbt assets, of Python assets and
    of external source tables. ``tags`` map to ``""``, as dbt tags have no values; those that name a kind are
    in ``kinds`` instead. ``relation`` is ``schema.alias``. ``checks`` are the names of the asset checks that
    its tests become, sorted.
    """

    key: str
    name: str
    group: str
    tags: Mapping[str, str]
    deps: tuple[str, ...]
    unique_id: str
    original_file_path: str
    kinds: tuple[str, ...]
    owners: tuple[str, ...]
    materialized: str | None
    relation: str
    checks: tuple[str, ...]


class DbtSourceAsset(NamedTuple):
    """A source table that some dbt asset reads; ``produced`` when a Python asset of that key writes it."""

    key: str
    unique_id: str
    produced: bool


class DuplicateKey(NamedTuple):
    """dbt resources that Dagster cannot tell apart: one key, or keys that its names for outputs make one
    (``a/b`` and ``a__b``, ``a-b`` and ``a.b``). ``unique_ids`` are sorted, ``key`` is that of the first."""

    key: str
    unique_ids: tuple[str, ...]


class DuplicateCheck(NamedTuple):
    """dbt resources, tests among them, whose outputs have one name in Dagster.

    ``unique_ids`` are sorted, ``keys`` are those of the assets that they are or check.
    """

    output: str
    unique_ids: tuple[str, ...]
    keys: frozenset[str]


class Refused(NamedTuple):
    """Something that a resource's ``meta.dagster`` or name says and Dagster does not accept."""

    unique_id: str
    reason: str


class DbtAssets(NamedTuple):
    """What a manifest means to Dagster.

    ``assets`` are in the manifest's order, ``sources`` are sorted by unique id. ``key_of`` gives the asset
    key of each unique id.
    """

    manifest: Manifest
    assets: tuple[DbtAsset, ...]
    sources: tuple[DbtSourceAsset, ...]
    key_of: Mapping[str, str]
    duplicates: tuple[DuplicateKey, ...]
    duplicate_checks: tuple[DuplicateCheck, ...]
    refused: tuple[Refused, ...]

    @property
    def relations(self) -> Mapping[str, str]:
        """The asset key of each table that a Python asset may name in ``inputs``, worked out anew at every call.

        It is found under ``schema.alias``, ``schema.name``, and both again with the configured schema in place of
        the rendered one (``silver`` for ``main_silver``), the earlier first; a name that means two tables is left
        out.
        """
        return _relations((node for node in self.manifest.nodes.values() if not _is_ephemeral(node)), self.key_of)


def dbt_assets(manifest: Manifest, produced_by: Mapping[str, str] | None = None) -> DbtAssets:
    """Translate a manifest into assets.

    ``produced_by`` maps tables, as the ``outputs`` of Python assets name them (``bronze.customers``), to the
    keys of those assets. A source is looked up as ``source.table``, then as ``schema.identifier``; a key that
    its ``meta.dagster.asset_key`` sets comes first. Several sources may be one Python asset: dagster-dbt
    accepts that with ``enable_duplicate_source_asset_keys``, so it is no duplicate here.
    """
    written = produced_by or {}
    nodes = {id_: node for id_, node in manifest.nodes.items() if not _is_ephemeral(node)}
    direct = {*nodes, *manifest.sources}
    parents = {
        unique_id: set(node.depends_on) if direct.issuperset(node.depends_on) else _asset_parents(manifest, node)
        for unique_id, node in nodes.items()
    }
    read = sorted(set().union(*parents.values()) & manifest.sources.keys())
    key_of = {unique_id: "/".join(_node_key(node)) for unique_id, node in nodes.items()}
    sources = []
    for unique_id in read:
        source = manifest.sources[unique_id]
        key, produced = _source_key(source, written)
        key_of[unique_id] = key
        sources.append(DbtSourceAsset(key, unique_id, produced))
    checks = _checks(manifest, key_of)
    labels = {tags: _labels(tags, manifest.adapter_type) for tags in {node.tags for node in nodes.values()}}
    assets = tuple(
        DbtAsset(
            key=key_of[unique_id],
            name=node.name,
            group=_group(node),
            tags=labels[node.tags][0],
            deps=tuple(sorted({key_of[parent] for parent in parents[unique_id]})),
            unique_id=unique_id,
            original_file_path=node.original_file_path,
            kinds=labels[node.tags][1],
            owners=_owners(node, manifest.group_owners),
            materialized=node.materialized,
            relation=f"{node.schema}.{node.alias}" if node.schema else node.alias,
            checks=tuple(sorted({test.name for test in checks[unique_id]})) if unique_id in checks else (),
        )
        for unique_id, node in nodes.items()
    )
    return DbtAssets(
        manifest=manifest,
        assets=assets,
        sources=tuple(sources),
        key_of=key_of,
        duplicates=_duplicates(key_of, manifest),
        duplicate_checks=tuple(_duplicate_checks(checks, key_of, nodes)),
        refused=(*_refused(manifest, nodes.values(), sources, key_of), *_refused_checks(checks)),
    )


def as_one_asset(found: DbtAssets) -> DbtAssets:
    """The same where the whole dbt project is one asset (``job_level``): Dagster then sees keys of sources only."""
    refused = tuple(refusal for refusal in found.refused if refusal.unique_id in found.manifest.sources)
    return found._replace(duplicates=(), duplicate_checks=(), refused=refused)


def _is_ephemeral(node: DbtNode) -> bool:
    return node.resource_type == "model" and node.materialized == "ephemeral"


def _asset_parents(manifest: Manifest, node: DbtNode) -> set[str]:
    """Unique ids of the assets and sources above a node, through whatever is no asset itself."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(node.depends_on)
    while waiting:
        unique_id = waiting.pop()
        if unique_id in seen:
            continue
        seen.add(unique_id)
        parent = manifest.nodes.get(unique_id)
        if parent is not None and _is_ephemeral(parent):
            waiting.extend(parent.depends_on)
        elif parent is not None or unique_id in manifest.sources:
            found.add(unique_id)
        else:
            waiting.extend(manifest.through.get(unique_id, ()))
    return found


def _node_key(node: DbtNode) -> tuple[str, ...]:
    """Versions of a model share its name, so the alias (``name_v2``) tells them apart."""
    return node.meta.asset_key or ((node.alias,) if node.version else (node.name,))


def _source_key(source: DbtSource, written: Mapping[str, str]) -> tuple[str, bool]:
    """The key, and whether it is that of a Python asset."""
    if source.meta.asset_key:
        key = "/".join(source.meta.asset_key)
        return key, key in written.values()
    for table in (f"{source.source_name}.{source.name}", f"{source.schema}.{source.identifier}"):
        if table in written:
            return written[table], True
    return f"{source.source_name}/{source.name}", False


@lru_cache(maxsize=1024)
def _as_group(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "_", name)


def _group(node: DbtNode) -> str:
    """Groups and folders were not named for Dagster: what it does not accept in them becomes ``_``."""
    if node.meta.group:
        return node.meta.group
    if node.group:
        return _as_group(node.group)
    folder, _, rest = node.path.partition("/")
    # A snapshot in YAML has the path `file.yml/name.sql`: its file is not a folder.
    if rest and folder != node.original_file_path.rpartition("/")[2]:
        return _as_group(folder)
    return DEFAULT_GROUP


def _labels(dbt_tags: tuple[str, ...], adapter: str | None) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The tags and the kinds of an asset with these tags in dbt. Few models have tags of their own."""
    known = [tag for tag in dbt_tags if is_tag(tag)]
    named = {tag.removeprefix(KIND_TAG) for tag in known if tag.startswith(KIND_TAG)}
    tags = {tag: "" for tag in known if not tag.startswith(KIND_TAG)}
    return tags, tuple(sorted({"dbt", adapter or "dbt"} | named))


def _owners(node: DbtNode, group_owners: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Those of ``meta.dagster``, else the addresses of the dbt group that Dagster accepts as owners."""
    if node.meta.owners or not node.group:
        return node.meta.owners
    return tuple(filter(is_owner, group_owners.get(node.group, ())))


_ModelName = tuple[str, str, str | int | float | None]
"""Name, package and version."""


def _checks(manifest: Manifest, key_of: Mapping[str, str]) -> dict[str, list[DbtTest]]:
    """The tests that become checks, by the unique id of the asset they check."""
    if not manifest.tests:
        return {}
    named = {(node.name, node.package_name, node.version): unique_id for unique_id, node in manifest.nodes.items()}
    found: dict[str, list[DbtTest]] = {}
    for test in manifest.tests:
        checked = _checked_node(test, named, manifest.project_name)
        if checked in manifest.nodes and checked in key_of and checked in test.depends_on:
            found.setdefault(checked, []).append(test)
    return found


def _checked_node(test: DbtTest, named: Mapping[_ModelName, str], project_name: str | None) -> str | None:
    if test.target is not None:
        package = test.target.package or project_name or ""
        return named.get((test.target.name, package, test.target.version))
    parents = set(test.depends_on)
    return parents.pop() if len(parents) == 1 else test.attached_node


def _relations(nodes: Iterable[DbtNode], key_of: Mapping[str, str]) -> dict[str, str]:
    tiers: list[dict[str, set[str]]] = [{}, {}, {}, {}]
    for node in nodes:
        schemas = (node.schema, node.schema, node.custom_schema, node.custom_schema)
        tables = (node.alias, node.name, node.alias, node.name)
        for tier, schema, table in zip(tiers, schemas, tables, strict=True):
            if schema:
                tier.setdefault(f"{schema}.{table}", set()).add(key_of[node.unique_id])
    found: dict[str, set[str]] = {}
    for tier in tiers:
        found = tier | found
    return {relation: next(iter(keys)) for relation, keys in found.items() if len(keys) == 1}


def _duplicates(key_of: Mapping[str, str], manifest: Manifest) -> tuple[DuplicateKey, ...]:
    """Sources are compared by key only: they are inputs, which Dagster keeps apart otherwise."""
    if len(set(map(op_name, key_of.values()))) == len(key_of):
        return ()
    same: dict[str, set[str]] = {}
    for unique_id, key in key_of.items():
        same.setdefault(key, set()).add(unique_id)
        if unique_id in manifest.nodes:
            same.setdefault(op_name(key), set()).add(unique_id)
    groups = {tuple(sorted(ids)) for ids in same.values() if len(ids) > 1 and not ids.issubset(manifest.sources.keys())}
    return tuple(DuplicateKey(key_of[ids[0]], ids) for ids in sorted(groups))


def _duplicate_checks(
    checks: Mapping[str, list[DbtTest]], key_of: Mapping[str, str], nodes: Iterable[str]
) -> Iterator[DuplicateCheck]:
    """Checks of one output (``AssetCheckSpec.get_python_identifier``), or of the output of an asset."""
    outputs = {
        (unique_id, test.unique_id): _output(key_of[unique_id], test)
        for unique_id in checks
        for test in checks[unique_id]
    }
    taken = {op_name(key_of[unique_id]): unique_id for unique_id in nodes}
    if len(set(outputs.values())) == len(outputs) and taken.keys().isdisjoint(outputs.values()):
        return
    same: dict[str, set[tuple[str, str]]] = {}
    for pair, output in outputs.items():
        same.setdefault(output, set()).add(pair)
    for output, pairs in sorted(same.items()):
        if output in taken:
            pairs.add((taken[output], taken[output]))
        if len(pairs) > 1:
            unique_ids = tuple(sorted(unique_id for _, unique_id in pairs))
            yield DuplicateCheck(output, unique_ids, frozenset(key_of[owner] for owner, _ in pairs))


def _output(key: str, test: DbtTest) -> str:
    return f"{op_name(key)}_{test.name.replace('.', '_')}"


_CHECK_NAME = re.compile(r"[A-Za-z0-9_.]+")


def _refused_checks(checks: Mapping[str, list[DbtTest]]) -> Iterator[Refused]:
    for tests in checks.values():
        for test in tests:
            if not _CHECK_NAME.fullmatch(test.name):
                reason = f'the asset check "{test.name}" may only have letters, digits, "_" and "." in its name'
                yield Refused(test.unique_id, reason)


_KEY_PART = re.compile(KEY_PART)
_USUAL_KEY = re.compile(NAME)


def _refused(
    manifest: Manifest, nodes: Iterable[DbtNode], sources: Iterable[DbtSourceAsset], key_of: Mapping[str, str]
) -> Iterator[Refused]:
    for node in nodes:
        key = key_of[node.unique_id]
        reason = _wrong_key(_node_key(node)) if key in RESERVED or not _USUAL_KEY.fullmatch(key) else None
        if reason:
            yield Refused(node.unique_id, reason)
        if node.meta.group and not is_group(node.meta.group):
            yield Refused(
                node.unique_id,
                f'group "{node.meta.group}" may only have letters, digits and "_", joined by "/"',
            )
        for owner in node.meta.owners:
            if not is_owner(owner):
                yield Refused(
                    node.unique_id, f'owner "{owner}" must be an e-mail address or a team such as "team:data"'
                )
    for source in sources:
        named = manifest.sources[source.unique_id].meta.asset_key
        reason = None if source.produced else _wrong_key(named or tuple(source.key.split("/")))
        if reason:
            yield Refused(source.unique_id, reason)


def _wrong_key(path: tuple[str, ...]) -> str | None:
    key = "/".join(path)
    if not all(map(_KEY_PART.fullmatch, path)):
        return f'asset key "{key}" may only have letters, digits, "_", "-" and "."'
    if len(path) == 1 and op_name(key) in RESERVED:
        return f'asset key "{key}" is a name that Dagster keeps for itself'
    return None
