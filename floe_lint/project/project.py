"""A project under one environment: what every rule is given."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from floe_lint.findings.problem import At
from floe_lint.format.decode import decode
from floe_lint.format.floe_yaml import FloeFile, Job, Orchestration
from floe_lint.kernel.positions import Place
from floe_lint.project.asset_catalog import AssetCatalog, collect_assets
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.variables.interpolation import variables
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping, Scalar, keys_of

if TYPE_CHECKING:
    from floe_lint.dbt.manifest import Manifest, ManifestDefect
    from floe_lint.format.decode import Refusal
    from floe_lint.format.fields import Section
    from floe_lint.format.issues import SchemaIssue
    from floe_lint.format.platform_yaml import PlatformFile
    from floe_lint.project.graph import Graph
    from floe_lint.project.partitioning import Partitioning
    from floe_lint.project.selected import Selected
    from floe_lint.project.triggers import Triggers
    from floe_lint.python.loaded_modules import LoadedModules

_NO_DOCUMENT = Document("", "", None, ())


class Project:
    """Everything rules may ask of a project. All of it is worked out on first use and then kept.

    The docs site has a page of what is public here, made from these docstrings.
    """

    files: ProjectFiles
    """The files of the project, each read once, and the moment at which it is judged.

    >>> project.files.find_folder("incoming") is not None
    True
    >>> project.files.now.tzname()
    'UTC'
    """
    environment: Environment
    """The values that ``${…}`` has in this run, and where an env file sets them.

    >>> project.environment.variables["VACUUM_RETENTION"]
    '7'
    """

    def __init__(self, files: ProjectFiles, environment: Environment) -> None:
        self.files = files
        self.environment = environment

    # ---- the files

    @property
    def floe(self) -> Document:
        """floe.yaml as it is written.

        >>> project.floe.span(("name",)).line
        2
        """
        return self.files.floe

    @property
    def platform(self) -> Document | None:
        """platform.yaml as it is written, if there is one.

        >>> project.platform is not None
        True
        """
        return self.files.platform

    def document(self, name: Literal["floe", "platform"]) -> Document:
        """A configuration file by its role; an empty document where there is none.

        >>> project.document("platform").span(("storage", "default", "type")).line
        6
        """
        return self.files.floe if name == "floe" else self.files.platform or _NO_DOCUMENT

    @property
    def documents(self) -> tuple[tuple[Literal["floe", "platform"], Document], ...]:
        """The configuration files that there are, by role.

        >>> [name for name, _ in project.documents]
        ['floe', 'platform']
        """
        platform = self.files.platform
        return (("floe", self.files.floe), *((("platform", platform),) if platform is not None else ()))

    def place(self, at: At | Place) -> Place:
        """The file and span of a symbolic place.

        >>> project.place(At(("name",))).span
        Span(line=2, column=7, end_line=2, end_column=26)
        """
        if isinstance(at, Place):
            return at
        document = self.document(at.document)
        return Place(document.path, document.span(at.route, key=at.key, part=at.part))

    def text_at(self, place: Place) -> str:
        """The text that a span of any project file covers; empty where the file cannot be read.

        >>> project.text_at(project.place(At(("name",))))
        'e-commerce-pipeline'
        """
        for document in (self.files.floe, self.files.platform):
            if document is not None and document.path == place.path:
                return document.text_of(place.span)
        return Document(place.path, self.files.text(place.path), None, ()).text_of(place.span)

    def identity_path(self, path: str) -> str:
        """A path for fingerprints: relative to the folder that holds .git or pyproject.toml.

        >>> project.identity_path("ecommerce/../floe.yaml")
        'floe.yaml'
        """
        base = os.path.abspath(self.files.parents[-1])
        return os.path.relpath(os.path.abspath(path), base).replace(os.sep, "/")

    # ---- what they declare

    @cached_property
    def _floe_decoded(self) -> tuple[FloeFile, list[Refusal]]:
        return decode(FloeFile, self.floe.root, self.environment.variables)

    @cached_property
    def _platform_decoded(self) -> tuple[PlatformFile, list[Refusal]] | None:
        if self.platform is None:
            return None
        from floe_lint.format.platform_yaml import PlatformFile

        root = self.platform.root
        # Nothing is required of a platform.yaml, so an empty one is as good as none.
        if root is None or (isinstance(root, Scalar) and root.value is None):
            return PlatformFile((), None), []
        return decode(PlatformFile, root, self.environment.variables)

    @property
    def floe_file(self) -> FloeFile:
        """The valid parts of floe.yaml, with defaults.

        >>> project.floe_file.storage
        'default'
        """
        return self._floe_decoded[0]

    @property
    def declarations(self) -> Orchestration:
        """The jobs, schedules, sensors, … of floe.yaml.

        >>> list(project.declarations.jobs)
        ['bronze_refresh', 'full_pipeline', 'weekly_vacuum']
        >>> project.declarations.schedules["daily_bronze"].timezone
        'America/New_York'
        """
        return self.floe_file.declarations

    @property
    def platform_file(self) -> PlatformFile | None:
        """The valid parts of platform.yaml, if there is one.

        >>> project.platform_file.catalogs["default"].type
        'sql'
        """
        return None if self._platform_decoded is None else self._platform_decoded[0]

    @cached_property
    def schema_issues(self) -> tuple[SchemaIssue, ...]:
        """Where floe.yaml disagrees with its schema.

        >>> [issue.route for issue in project.schema_issues]
        []
        """
        return self._explained(FloeFile, self.floe, self._floe_decoded[1])

    @cached_property
    def platform_issues(self) -> tuple[SchemaIssue, ...]:
        """Where platform.yaml disagrees with its schema.

        >>> [issue.route for issue in project.platform_issues]
        []
        """
        if self.platform is None or self._platform_decoded is None:
            return ()
        section, refusals = self._platform_decoded
        return self._explained(type(section), self.platform, refusals)

    def _explained(
        self, section: type[Section], document: Document, refusals: list[Refusal]
    ) -> tuple[SchemaIssue, ...]:
        """The disagreements of a file that can be read."""
        if not refusals or (document.root is None and document.defects):
            return ()
        from floe_lint.format.explanations import explain

        given = {key: place.path for key, place in self.environment.places.items()}
        return tuple(explain(refusals, section, given))

    # ---- what follows from it

    @cached_property
    def catalog(self) -> AssetCatalog:
        """The assets.

        >>> project.catalog.complete
        True
        >>> project.catalog.by_key["bronze_orders"].group
        'bronze'
        """
        return collect_assets(self.files, self.declarations)

    @property
    def manifest(self) -> Manifest | None:
        """The dbt manifest, if floe.yaml names one that can be read.

        >>> "model.ecommerce.stg_orders" in project.manifest.nodes
        True
        """
        return self._manifest[0]

    @property
    def manifest_defect(self) -> ManifestDefect | None:
        """Why the dbt manifest that floe.yaml names cannot be read.

        >>> project.manifest_defect is None
        True
        """
        return self._manifest[1]

    @cached_property
    def _manifest(self) -> tuple[Manifest | None, ManifestDefect | None]:
        found = self.catalog.manifest
        if found is None:
            return None, None
        from floe_lint.dbt.manifest import Manifest

        return (found, None) if isinstance(found, Manifest) else (None, found)

    @cached_property
    def loaded_modules(self) -> LoadedModules:
        """The Python modules that run when the project is loaded: those that floe.yaml names, and what they import.

        >>> project.loaded_modules.broken_imports()
        []
        """
        from floe_lint.python.find_module import ModuleFile
        from floe_lint.python.loaded_modules import LoadedModules

        named = [module.found for module in self.catalog.modules]
        functions = (edge.target.name for edge in self.graph.edges if edge.kind == "calls")
        named.extend(self.files.module(name.rpartition(".")[0]) for name in functions)
        return LoadedModules([found for found in named if isinstance(found, ModuleFile)], self.files.reader)

    @cached_property
    def selected(self) -> Selected:
        """What the selections of the batch jobs resolve to.

        >>> [asset.key for asset in project.selected.assets("bronze_refresh")]
        ['bronze_customers', 'bronze_orders']
        """
        from floe_lint.project.selected import Selected

        return Selected(self.catalog, tuple(self.declarations.jobs.values()))

    @cached_property
    def partitioning(self) -> Partitioning:
        """The partitions of assets, jobs and backfills, now.

        >>> project.partitioning.of_job(project.job("bronze_refresh")).name
        'daily_partition'
        """
        from floe_lint.project.partitioning import Partitioning

        return Partitioning(self.declarations, self.catalog, self.selected, self.files.now)

    @cached_property
    def triggers(self) -> Triggers:
        """Which sensors the runs of jobs start.

        >>> [[step.sensor.name for step in loop] for loop in project.triggers.loops]
        []
        """
        from floe_lint.project.triggers import Triggers

        return Triggers(self.declarations, self.catalog, self.selected)

    @cached_property
    def graph(self) -> Graph:
        """Who refers to whom.

        >>> {edge.target.name for edge in project.graph.edges if edge.kind == "calls"}
        {'ecommerce.ops.maintenance.vacuum_old_snapshots'}
        >>> list(project.graph.dangling("job"))
        []
        """
        from floe_lint.project.build_graph import build_graph

        return build_graph(self.floe, self.floe_file, self.catalog, self.selected, self.platform_profiles)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of all variables that floe.yaml and platform.yaml use.

        >>> sorted(project.variables)
        ['BRONZE_SCHEDULE_ENABLED', 'VACUUM_RETENTION']
        """
        return frozenset(
            variable.name
            for _, document in self.documents
            if "${" in document.text
            for _, _, node in document.walk()
            if isinstance(node, Scalar) and "${" in node.text
            for variable in variables(node.text)
        )

    @cached_property
    def unset_variables(self) -> tuple[str, ...]:
        """Variables of floe.yaml without a default and without a value: a deployment has to set them.

        >>> project.unset_variables
        ()
        """
        if "${" not in self.files.floe.text:
            return ()
        missing: dict[str, None] = {}
        for _, _, node in self.files.floe.walk():
            if isinstance(node, Scalar) and "${" in node.text:
                for variable in variables(node.text):
                    if variable.default is None and variable.given(self.environment.variables) is None:
                        missing[variable.name] = None
        return tuple(missing)

    def platform_profiles(self, section: str) -> tuple[str, ...]:
        """The names of the profiles in a section of platform.yaml, those with a defect included.

        >>> project.platform_profiles("storage")
        ('default',)
        """
        root = None if self.platform is None else self.platform.root
        entry = root.get(section) if isinstance(root, Mapping) else None
        return () if entry is None else tuple(keys_of(entry.value))

    def job(self, name: str | None) -> Job | None:
        """A valid job by name.

        >>> project.job("full_pipeline").selection
        ('group:bronze', 'group:silver', 'group:gold')
        >>> project.job("no_such_job") is None
        True
        """
        return self.declarations.job(name)
