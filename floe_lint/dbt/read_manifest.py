"""From a manifest file to a ``Manifest``, or to the reason why there is none."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, Literal

from floe_lint.dbt.manifest import (
    CheckedModel,
    DagsterMeta,
    DbtNode,
    DbtSource,
    DbtTest,
    Manifest,
    ManifestDefect,
)
from floe_lint.disk import filesystem

if TYPE_CHECKING:
    from floe_lint.dbt import msgspec_core as msgspec
    from floe_lint.dbt import wire

VERSIONS = range(9, 13)
"""Manifest versions that can be read: v9 is dbt 1.5's, v12 what dbt 1.8 and later write."""

_SCHEMA = re.compile(r"https?://schemas\.getdbt\.com/dbt/([a-z-]+)/v(\d{1,4})\.json")


def read_manifest(path: str | os.PathLike[str], size_limit: int) -> Manifest | ManifestDefect:
    """Read the manifest at ``path``; a file of more than ``size_limit`` bytes is not opened.

    Raises nothing: whatever is wrong with the file is a ``ManifestDefect``.
    """
    data = _read_bytes(path, size_limit)
    return data if isinstance(data, ManifestDefect) else _decode(data)


def _read_bytes(path: str | os.PathLike[str], size_limit: int) -> bytes | ManifestDefect:
    try:
        status = filesystem.state(os.fspath(path))
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            return ManifestDefect("unreadable", f"is {what}")
        if status.st_size > size_limit:
            size = f"{status.st_size:,} bytes, more than the limit of {size_limit:,}"
            return ManifestDefect("unreadable", f"has {size}")
        return filesystem.read(os.fspath(path))
    except (FileNotFoundError, NotADirectoryError):
        return ManifestDefect("missing", "does not exist")
    except OSError as error:
        return ManifestDefect("unreadable", f"cannot be read: {(error.strerror or 'unknown error').lower()}")
    except ValueError:  # a NUL in the path
        return ManifestDefect("missing", "does not exist")


def _decode(data: bytes) -> Manifest | ManifestDefect:
    from floe_lint.dbt import msgspec_core as msgspec
    from floe_lint.dbt import wire

    try:
        if not data.isascii():
            data.decode()  # the decoder does not look into strings that it skips
        content = msgspec.decode(data, type=wire.Wire)
    except msgspec.ValidationError as error:
        return _not_a_manifest(data, str(error))
    except UnicodeDecodeError as error:
        return ManifestDefect("not_json", f"is not JSON: byte {error.start} is not UTF-8")
    except msgspec.DecodeError as error:
        return ManifestDefect("not_json", f"is not JSON: {_lower(str(error))}")
    except RecursionError:
        return ManifestDefect("not_json", "is not JSON that can be read: it is nested too deeply")
    return _checked(content)


def _checked(content: wire.Wire) -> Manifest | ManifestDefect:
    version = _version(content.metadata.dbt_schema_version)
    if isinstance(version, ManifestDefect):
        return version
    dangling = _dangling(content)
    if dangling:
        return ManifestDefect("not_a_manifest", f"is not a whole dbt manifest: {dangling}")
    return _manifest(version, content)


def _not_a_manifest(data: bytes, error: str) -> ManifestDefect:
    """Another file or another version of it, if its metadata say so; else what is wrong with this one."""
    from floe_lint.dbt import msgspec_core as msgspec
    from floe_lint.dbt import wire

    try:
        metadata = msgspec.decode(data, type=wire.Envelope).metadata
    except (msgspec.DecodeError, RecursionError):
        return ManifestDefect("not_a_manifest", f"is not a dbt manifest: {_sentence(error)}")
    if metadata is msgspec.UNSET:
        return ManifestDefect("not_a_manifest", "is not a dbt manifest: it has no `metadata`")
    version = _version(metadata.dbt_schema_version)
    if isinstance(version, ManifestDefect):
        return version
    return ManifestDefect("not_a_manifest", f"is not a dbt manifest: {_explain(data, error)}")


def _dangling(content: wire.Wire) -> str | None:
    """A parent that is nowhere: dagster-dbt could not load the manifest. dbt itself never writes this."""
    passing = (content.metrics, content.semantic_models, content.saved_queries, content.functions)
    known = set().union(content.nodes, content.sources, *passing)
    for unique_id, node in content.nodes.items():
        if node.depends_on is not None and not known.issuperset(node.depends_on.nodes):
            missing = min(set(node.depends_on.nodes) - known)
            return f"`{unique_id}` depends on `{missing}`, which is not in it"
    return None


def _version(schema: str) -> int | ManifestDefect:
    match = _SCHEMA.fullmatch(schema)
    if match is None:
        return ManifestDefect("not_a_manifest", "is not a dbt manifest: its `dbt_schema_version` is unknown")
    if match[1] != "manifest":
        return ManifestDefect("not_a_manifest", f"is dbt's `{match[1]}`, not its manifest")
    version = int(match[2])
    if version not in VERSIONS:
        known = f"v{VERSIONS[0]} to v{VERSIONS[-1]}"
        return ManifestDefect("version", f"is a manifest v{version}; dbt 1.5 and later write {known}")
    return version


def _explain(data: bytes, error: str) -> str:
    """The decoder's message with the name of the entry that is wrong, which it leaves out."""
    from floe_lint.dbt import msgspec_core as msgspec
    from floe_lint.dbt import wire

    try:
        sections = msgspec.decode(data, type=wire.Sections)
    except (msgspec.DecodeError, RecursionError):  # it is not an entry of a section that is wrong
        return _sentence(error)
    for section, kind in wire.ENTRIES.items():
        entries: dict[str, msgspec.Raw] = getattr(sections, section) or {}
        decoder = msgspec.Decoder(kind)
        for name, raw in entries.items():
            wrong = _wrong(decoder, raw)
            if wrong:
                return f"in `{name}`, {_sentence(wrong)}"
    return _sentence(error)


def _wrong(decoder: msgspec.Decoder[msgspec.Struct], raw: msgspec.Raw) -> str | None:
    from floe_lint.dbt.msgspec_core import ValidationError

    try:
        decoder.decode(raw)
    except ValidationError as error:
        return str(error)
    return None


def _sentence(error: str) -> str:
    """``Expected `str`, got `int` - at `$.a[0]` `` as ``expected `str`, got `int` at `a[0]` ``."""
    return _lower(error).replace(" - at `$.", " at `").replace(" - at `$`", "")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if not text.startswith("JSON") else text


_AssetKind = Literal["model", "seed", "snapshot"]
_ASSET_KINDS: dict[str, _AssetKind] = {"model": "model", "seed": "seed", "snapshot": "snapshot"}


def _manifest(version: int, content: wire.Wire) -> Manifest:
    nodes: dict[str, DbtNode] = {}
    tests: list[DbtTest] = []
    folders: set[str] = set()
    for unique_id, node in content.nodes.items():
        if not node.config.enabled:
            continue
        kind = _ASSET_KINDS.get(node.resource_type)
        if kind is not None:
            nodes[unique_id] = known = _node(unique_id, kind, node)
            if known.package_name == content.metadata.project_name:
                folders.add(_resource_folder(known))
        elif node.resource_type == "test":
            tests.append(
                DbtTest(
                    unique_id=unique_id,
                    name=node.name,
                    depends_on=_parents(node),
                    attached_node=node.attached_node,
                    target=_target(node),
                )
            )
    sources = {
        unique_id: DbtSource(
            unique_id=unique_id,
            source_name=source.source_name,
            name=source.name,
            schema=source.schema,
            identifier=source.identifier or source.name,
            meta=_dagster_meta(source),
            original_file_path=source.original_file_path.replace("\\", "/"),
        )
        for unique_id, source in content.sources.items()
        if source.config.enabled
    }
    passing = (content.metrics, content.semantic_models, content.saved_queries, content.functions)
    return Manifest(
        version=version,
        generated_at=content.metadata.generated_at,
        project_name=content.metadata.project_name,
        adapter_type=content.metadata.adapter_type,
        nodes=nodes,
        sources=sources,
        tests=tuple(tests),
        through={unique_id: _parents(entry) for section in passing for unique_id, entry in section.items()},
        group_owners={group.name: _emails(group) for group in content.groups.values()},
        folders=tuple(sorted(folders - {""})),
    )


def _node(unique_id: str, kind: _AssetKind, node: wire.WireNode) -> DbtNode:
    return DbtNode(
        unique_id=unique_id,
        resource_type=kind,
        name=node.name,
        alias=node.alias or node.name,
        version=node.version,
        schema=node.schema,
        custom_schema=node.config.schema,
        materialized=node.config.materialized,
        tags=tuple(node.tags),
        meta=_dagster_meta(node),
        group=node.config.group or node.group,
        path=node.path.replace("\\", "/"),
        original_file_path=node.original_file_path.replace("\\", "/"),
        fqn=tuple(node.fqn),
        package_name=node.package_name,
        depends_on=_parents(node),
    )


def _parents(entry: wire.WireNode | wire.Through) -> tuple[str, ...]:
    return () if entry.depends_on is None else tuple(entry.depends_on.nodes)


def _dagster(meta: wire.Meta | None) -> wire.Dagster | None:
    return None if meta is None else meta.dagster or None


_NO_META = DagsterMeta()


def _dagster_meta(entry: wire.WireNode | wire.Source) -> DagsterMeta:
    """``config.meta`` is where dbt 1.10 and later write it, ``meta`` where earlier versions did."""
    found = _dagster(entry.config.meta) or _dagster(entry.meta)
    if found is None:
        return _NO_META
    key = found.asset_key
    path = (key,) if isinstance(key, str) else tuple(key)
    return DagsterMeta(path if key else (), found.group or None, tuple(found.owners or ()))


def _target(node: wire.WireNode) -> CheckedModel | None:
    found = _dagster(node.config.meta) or _dagster(node.meta)
    if found is None or found.ref is None:
        return None
    return CheckedModel(found.ref.name, found.ref.package or None, found.ref.version)


def _emails(group: wire.Group) -> tuple[str, ...]:
    email = group.owner.email if group.owner is not None else None
    return (email,) if isinstance(email, str) and email else tuple(email or ())


def _resource_folder(node: DbtNode) -> str:
    """``models`` for ``models/silver/a.sql``, whose path is ``silver/a.sql``.

    A snapshot that is defined in YAML has the path ``silver/a.yml/name.sql``: there the last part is no file.
    """
    path = node.path if node.original_file_path.endswith(node.path) else node.path.rpartition("/")[0]
    return node.original_file_path.removesuffix(path).rstrip("/") if path else ""
