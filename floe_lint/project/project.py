"""A project under one environment: what every rule is given."""

from __future__ import annotations

import os
from functools import cached_property

from floe_lint.disk import filesystem
from floe_lint.findings.problem import At
from floe_lint.format.decode import decode
from floe_lint.format.floe_yaml import FloeFile, Job, Orchestration
from floe_lint.kernel.annotations import TYPE_CHECKING, Literal
from floe_lint.kernel.positions import Place, Route
from floe_lint.project.asset_catalog import AssetCatalog, collect_assets
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.variables.interpolation import variables
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping, Scalar, keys_of

if TYPE_CHECKING:
    from floe_lint.boundary.breaches import Breaches
    from floe_lint.format.decode import Refusal
    from floe_lint.format.fields import Section
    from floe_lint.format.issues import SchemaIssue
    from floe_lint.format.platform_yaml import PlatformFile
    from floe_lint.judging.rule import Rule
    from floe_lint.project.graph import Graph
    from floe_lint.project.partitioning import Partitioning
    from floe_lint.project.selected import Selected
    from floe_lint.project.triggers import Triggers

_NO_DOCUMENT = Document("", "", None, ())


class Project:
    """Everything rules may ask of a project. All of it is worked out on first use and then kept.

    ``boundary_rules`` are the rules with patterns, which are matched together in one walk.
    """

    def __init__(self, files: ProjectFiles, environment: Environment, boundary_rules: tuple[Rule, ...] = ()) -> None:
        self.files = files
        self.environment = environment
        self._boundary_rules = boundary_rules

    # ---- the files

    @property
    def floe(self) -> Document:
        """floe.yaml as it is written."""
        return self.files.floe

    @property
    def platform(self) -> Document | None:
        """platform.yaml as it is written, if there is one."""
        return self.files.platform

    def document(self, name: Literal["floe", "platform"]) -> Document:
        """A configuration file by its role; an empty document where there is none."""
        return self.files.floe if name == "floe" else self.files.platform or _NO_DOCUMENT

    @property
    def documents(self) -> tuple[tuple[Literal["floe", "platform"], Document], ...]:
        """The configuration files that there are, by role."""
        platform = self.files.platform
        return (("floe", self.files.floe), *((("platform", platform),) if platform is not None else ()))

    def place(self, at: At | Place) -> Place:
        """The file and span of a symbolic place."""
        if isinstance(at, Place):
            return at
        document = self.document(at.document)
        return Place(document.path, document.span(at.route, key=at.key, part=at.part))

    def text_at(self, place: Place) -> str:
        """The text that a span of any project file covers; empty where the file cannot be read."""
        for document in (self.files.floe, self.files.platform):
            if document is not None and document.path == place.path:
                return document.text_of(place.span)
        try:
            text = filesystem.read(place.path).decode("utf-8", "replace")
        except OSError:
            return ""
        return Document(place.path, text, None, ()).text_of(place.span)

    def identity_path(self, path: str) -> str:
        """A path for fingerprints: relative to the folder that holds .git or pyproject.toml."""
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
        """The valid parts of floe.yaml."""
        return self._floe_decoded[0]

    @property
    def declarations(self) -> Orchestration:
        """The jobs, schedules, sensors, … of floe.yaml."""
        return self.floe_file.declarations

    @property
    def platform_file(self) -> PlatformFile | None:
        """The valid parts of platform.yaml, if there is one."""
        return None if self._platform_decoded is None else self._platform_decoded[0]

    @cached_property
    def schema_issues(self) -> tuple[SchemaIssue, ...]:
        """Where floe.yaml disagrees with its schema."""
        return self._explained(FloeFile, self.floe, self._floe_decoded[1])

    @cached_property
    def platform_issues(self) -> tuple[SchemaIssue, ...]:
        """Where platform.yaml disagrees with its schema."""
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
        """The assets."""
        return collect_assets(self.files, self.declarations)

    @cached_property
    def selected(self) -> Selected:
        """What the selections of the batch jobs resolve to."""
        from floe_lint.project.selected import Selected

        return Selected(self.catalog, tuple(self.declarations.jobs.values()))

    @cached_property
    def partitioning(self) -> Partitioning:
        """The partitions of assets, jobs and backfills, now."""
        from floe_lint.project.partitioning import Partitioning

        return Partitioning(self, self.files.now)

    @cached_property
    def triggers(self) -> Triggers:
        """Which sensors the runs of jobs start."""
        from floe_lint.project.triggers import Triggers

        return Triggers(self.declarations, self.catalog, self.selected)

    @cached_property
    def graph(self) -> Graph:
        """Who refers to whom."""
        from floe_lint.project.build_graph import build_graph

        return build_graph(self)

    @cached_property
    def breaches(self) -> Breaches:
        """What the boundary rules' patterns match, and the secrets that no output may show."""
        from floe_lint.boundary.breaches import find_breaches

        return find_breaches(self, self._boundary_rules)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of all variables that floe.yaml and platform.yaml use."""
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
        """Variables of floe.yaml without a default and without a value: a deployment has to set them."""
        if "${" not in self.files.floe.text:
            return ()
        missing: dict[str, None] = {}
        for _, _, node in self.files.floe.walk():
            if isinstance(node, Scalar) and "${" in node.text:
                for variable in variables(node.text):
                    if variable.default is None and variable.name not in self.environment.variables:
                        missing[variable.name] = None
        return tuple(missing)

    def part_of(self, route: Route, value: str, part: tuple[int, int] | None) -> tuple[int, int] | None:
        """Where a part of the value at a route of floe.yaml stands in the scalar as it is written.

        ``value`` is what the scalar means once variables are replaced; it may be the default within ``${…}``.
        ``None``, the whole scalar, where it is not written there: then a variable gave it.
        """
        node = self.floe.node(route)
        if part is None or not isinstance(node, Scalar) or node.text.count(value) != 1:
            return None
        offset = node.text.index(value)
        return offset + part[0], offset + part[1]

    def platform_profiles(self, section: str) -> tuple[str, ...]:
        """The names of the profiles in a section of platform.yaml, those with a defect included."""
        root = None if self.platform is None else self.platform.root
        entry = root.get(section) if isinstance(root, Mapping) else None
        return () if entry is None else tuple(keys_of(entry.value))

    def job(self, name: str | None) -> Job | None:
        """A valid job by name."""
        return None if name is None else self.declarations.jobs.get(name)
