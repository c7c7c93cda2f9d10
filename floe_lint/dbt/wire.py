"""The JSON shape of dbt manifests v9 to v12, restricted to what is needed. Importing this costs msgspec.

Everything that is not named here is skipped by the decoder, macros and compiled SQL above all. A field that
Dagster's dbt integration needs is required here, so that its absence is found here.
"""

# Annotations are not left as text here: msgspec would evaluate each of them, which costs more than decoding does.
from floe_lint.dbt.msgspec_core import UNSET, Raw, Struct, UnsetType, field

Version = str | int | float | None


class Metadata(Struct, gc=False):
    dbt_schema_version: str
    generated_at: str | None = None
    project_name: str | None = None
    adapter_type: str | None = None


class Envelope(Struct, gc=False):
    """Just enough to tell a manifest from other files, and one version from another."""

    metadata: Metadata | UnsetType = UNSET


class Ref(Struct, gc=False):
    name: str
    package: str | None = None
    version: Version = None


class Dagster(Struct, gc=False):
    asset_key: str | list[str] = ""
    group: str | None = None
    owners: list[str] | None = None
    ref: Ref | None = None


class Meta(Struct, gc=False):
    dagster: Dagster | UnsetType = UNSET


class Config(Struct, gc=False):
    enabled: bool = True
    materialized: str | None = None
    schema: str | None = None
    group: str | None = None
    meta: Meta | None = None


class Parents(Struct, gc=False):
    nodes: list[str] = field(default_factory=list)


class WireNode(Struct, gc=False):
    resource_type: str
    name: str
    package_name: str
    path: str
    original_file_path: str
    fqn: list[str]
    config: Config
    alias: str | None = None
    version: Version = None
    schema: str | None = None
    tags: list[str] = field(default_factory=list)
    meta: Meta | None = None
    group: str | None = None
    depends_on: Parents | None = None
    attached_node: str | None = None


class Source(Struct, gc=False):
    source_name: str
    name: str
    original_file_path: str
    config: Config
    schema: str | None = None
    identifier: str | None = None
    meta: Meta | None = None


class Through(Struct, gc=False):
    depends_on: Parents | None = None


class Owner(Struct, gc=False):
    email: str | list[str] | None = None


class Group(Struct, gc=False):
    name: str
    owner: Owner | None = None


class Wire(Struct, gc=False):
    """The whole file. The ``Raw`` fields are only required to be there: dagster-dbt and dbt read them."""

    metadata: Metadata
    nodes: dict[str, WireNode]
    sources: dict[str, Source]
    metrics: dict[str, Through]
    exposures: Raw
    child_map: Raw
    parent_map: Raw
    groups: dict[str, Group] = field(default_factory=dict)
    semantic_models: dict[str, Through] = field(default_factory=dict)
    saved_queries: dict[str, Through] = field(default_factory=dict)
    functions: dict[str, Through] = field(default_factory=dict)


class Sections(Struct, gc=False):
    """The sections with their entries undecoded, to find the entry that is wrong."""

    nodes: dict[str, Raw] | None = None
    sources: dict[str, Raw] | None = None
    metrics: dict[str, Raw] | None = None
    groups: dict[str, Raw] | None = None
    semantic_models: dict[str, Raw] | None = None
    saved_queries: dict[str, Raw] | None = None
    functions: dict[str, Raw] | None = None


ENTRIES: dict[str, type[Struct]] = {
    "nodes": WireNode,
    "sources": Source,
    "metrics": Through,
    "groups": Group,
    "semantic_models": Through,
    "saved_queries": Through,
    "functions": Through,
}
"""What the entries of each section are."""
