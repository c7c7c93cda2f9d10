"""What a process that lints again and again keeps between runs: what was read from files that have not changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from floe_lint.disk import filesystem

if TYPE_CHECKING:
    from floe_lint.dbt.manifest import Manifest, ManifestDefect
    from floe_lint.python.read_module import ModuleReader

Stamp = tuple[int, int] | None


class Kept:
    """The modules and manifests of one project.

    A module that was not there is not looked for again: ``forget`` what is kept when files come or go.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Read everything anew next time."""
        self._reader: ModuleReader | None = None
        self._read: dict[str, Stamp] = {}
        self._texts: dict[str, str] = {}
        self._manifests: dict[str, tuple[Stamp, Manifest | ManifestDefect]] = {}

    def reader(self, texts: Mapping[str, str]) -> ModuleReader:
        """A reader of modules, with what it has read while all of that is still so."""
        from floe_lint.python.read_module import ModuleReader

        modules = {path: text for path, text in texts.items() if path.endswith(".py")}
        if self._reader is None or modules != self._texts or not self._is_unchanged():
            self._reader, self._texts, self._read = ModuleReader(modules), modules, {}
        return self._reader

    def manifest(self, path: str, size_limit: int) -> Manifest | ManifestDefect:
        """A manifest, read again when its file has changed."""
        from floe_lint.dbt.read_manifest import read_manifest

        stamp = filesystem.stamp(path)
        known = self._manifests.get(path)
        if known is None or known[0] != stamp:
            known = self._manifests[path] = (stamp, read_manifest(path, size_limit))
        return known[1]

    def settle(self) -> None:
        """Note what the files look like that were read; called at the end of a run."""
        if self._reader is not None:
            for path in self._reader.paths:
                if path not in self._read:
                    self._read[path] = filesystem.stamp(path)

    def _is_unchanged(self) -> bool:
        return all(
            os.path.abspath(path) in self._texts or filesystem.stamp(path) == stamp
            for path, stamp in self._read.items()
        )
