"""The files of a project, each read once however many environments it is judged under."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from functools import cached_property
from typing import TYPE_CHECKING

from floe_lint.disk import filesystem
from floe_lint.disk.find_platform import find_platform, new_platform
from floe_lint.disk.roots import up_to_project_root
from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document, read_document
from floe_lint.yaml.source import DEFAULT_SIZE_LIMIT

if TYPE_CHECKING:
    from floe_lint.dbt.manifest import Manifest, ManifestDefect
    from floe_lint.dbt.model_files import PromisedKeys
    from floe_lint.project.reuse import Kept
    from floe_lint.python.facts import FunctionFacts, ModuleFacts
    from floe_lint.python.find_module import ModuleFile, NotFound
    from floe_lint.python.functions import FunctionProblem
    from floe_lint.python.read_module import ModuleReader

MANIFEST_SIZE_LIMIT = 2 * 1024 * 1024 * 1024
"""Bytes. Manifests of real projects reach hundreds of megabytes."""


class Environment(NamedTuple):
    """Values for ``${…}``. ``name`` is the env file as the user named it, ``None`` for the defaults.

    ``places`` are where the env file sets its variables; one that the command line overrides is there too. Those in
    ``taken`` give their value to another variable of the file.
    """

    name: str | None
    variables: Mapping[str, str]
    places: Mapping[str, Place] = {}
    taken: frozenset[str] = frozenset()


class ProjectFiles:
    """floe.yaml and everything that is found from it. Nothing is imported, nothing is written.

    ``texts`` stand in place of what a platform.yaml or a module holds, by absolute path. ``kept`` has what earlier runs
    of this process read; with ``cached`` the user's cache has what earlier processes found out about the modules.
    """

    def __init__(
        self,
        floe: Document,
        *,
        process_environment: Mapping[str, str],
        now: datetime | None = None,
        size_limit: int = DEFAULT_SIZE_LIMIT,
        manifests: bool = True,
        texts: Mapping[str, str] | None = None,
        kept: Kept | None = None,
        cached: bool = False,
    ) -> None:
        self.floe = floe
        self._texts = texts or {}
        self._kept = kept
        self._cached = cached
        self._reads_manifests = manifests
        self.folder = os.path.dirname(floe.path) or "."
        self.now = now or datetime.now(timezone.utc)
        self._process_environment = process_environment
        self._size_limit = size_limit
        self._manifests: dict[str, Manifest | ManifestDefect] = {}
        self._promised: dict[str, PromisedKeys] = {}
        self._modules: dict[str, ModuleFile | NotFound] = {}
        self._facts: dict[str, ModuleFacts] = {}

    @cached_property
    def roots(self) -> list[str]:
        """Folders in which modules, functions and relative paths are looked for, nearest first."""
        from floe_lint.python.find_module import search_roots

        return search_roots(self.folder)

    @cached_property
    def platform(self) -> Document | None:
        """platform.yaml, or ``None`` where there is none. A file that was named but is absent has a defect."""
        path = find_platform(self.parents, self._process_environment, self._is_file)
        if path is None:
            return None
        given = self._texts.get(os.path.abspath(path)) if self._texts else None
        return read_document(path, self._size_limit) if given is None else parse_document(path, given)

    @property
    def new_platform_path(self) -> str:
        """Where a platform.yaml belongs that is not there yet: beside floe.yaml, or where it was named."""
        return new_platform(self.floe.path, self._process_environment)

    def _is_file(self, path: str) -> bool:
        return filesystem.is_file(path) or (self._texts is not None and os.path.abspath(path) in self._texts)

    @cached_property
    def parents(self) -> list[str]:
        """The folder of floe.yaml, and those above it up to the root of the project where something marks one."""
        return [self.folder, *(up_to_project_root(self.folder) or ())[1:]]

    def find_path(self, path: str, exists: Callable[[str], bool] = filesystem.exists) -> str | None:
        """Where a relative path of floe.yaml leads, looked for in ``roots``; ``None`` if nowhere."""
        expanded = os.path.expanduser(path)
        if os.path.isabs(expanded):
            return expanded if exists(expanded) else None
        for root in self.roots:
            candidate = os.path.join(root, expanded)
            if exists(candidate):
                return candidate
        return None

    def find_folder(self, path: str) -> str | None:
        """Where a relative path of floe.yaml leads to a folder, looked for in ``roots``; ``None`` if nowhere."""
        return self.find_path(path, filesystem.is_folder)

    def manifest(self, path: str) -> Manifest | ManifestDefect:
        """The dbt manifest that floe.yaml names; a missing one where the project is read without manifests."""
        from floe_lint.dbt.manifest import ManifestDefect
        from floe_lint.dbt.read_manifest import read_manifest

        if not self._reads_manifests:
            return ManifestDefect("missing", "is not read")
        found = self.find_path(path, filesystem.is_file) or os.path.join(self.folder, os.path.expanduser(path))
        if found not in self._manifests:
            read = read_manifest if self._kept is None else self._kept.manifest
            self._manifests[found] = read(found, MANIFEST_SIZE_LIMIT)
        return self._manifests[found]

    def promised_keys(self, dbt_folder: str) -> PromisedKeys:
        """What the files of a dbt project promise while there is no manifest."""
        from floe_lint.dbt.model_files import promised_keys

        if dbt_folder not in self._promised:
            self._promised[dbt_folder] = promised_keys(dbt_folder)
        return self._promised[dbt_folder]

    def text(self, path: str) -> str:
        """What a module or another file holds, or what was given in its place; empty where it cannot be read."""
        given = self._texts.get(os.path.abspath(path)) if self._texts else None
        if given is not None:
            return given
        try:
            return filesystem.read(path).decode("utf-8", "replace")
        except OSError:
            return ""

    def keep(self) -> None:
        """Keep what the next processes may use."""
        if self._cached and "reader" in self.__dict__:
            self.reader.keep()

    def inputs(self) -> tuple[str, ...]:
        """Every file that was read for the project so far, sorted: what a verdict on it depends on."""
        documents = [document.path for document in (self.floe, self.platform) if document is not None]
        promised = [path for keys in self._promised.values() for path in keys.files]
        return tuple(sorted({*documents, *self._manifests, *promised, *self.reader.paths}))

    def module(self, name: str) -> ModuleFile | NotFound:
        """The file of an asset module."""
        from floe_lint.python.find_module import find_module

        if name not in self._modules:
            self._modules[name] = find_module(name, self.roots, self.package)
        return self._modules[name]

    def module_facts(self, module: ModuleFile) -> ModuleFacts:
        """What a module says, read as text."""
        from floe_lint.python.read_module import read_module

        if module.path not in self._facts:
            self._facts[module.path] = read_module(module, self.reader)
        return self._facts[module.path]

    @cached_property
    def reader(self) -> ModuleReader:
        """Reads Python modules, each once."""
        from floe_lint.python.read_module import ModuleReader

        if self._kept is not None:
            return self._kept.reader(self._texts)
        if not self._cached:
            return ModuleReader(self._texts)
        from floe_lint.python.proofs import KeptProofs

        return ModuleReader(self._texts, KeptProofs(self.floe.path))

    @cached_property
    def package(self) -> str | None:
        """The dotted package that the folder of floe.yaml is, or ``None`` where it is no package."""
        folder = os.path.abspath(self.folder)
        names: list[str] = []
        while filesystem.is_file(os.path.join(folder, "__init__.py")):
            folder, name = os.path.split(folder)
            names.insert(0, name)
        return ".".join(names) or None

    def function(self, target: str) -> FunctionFacts | FunctionProblem:
        """The function that a dotted path of floe.yaml names, read as text."""
        from floe_lint.python.functions import find_function

        return find_function(target, self.roots, self.package, self.reader)
