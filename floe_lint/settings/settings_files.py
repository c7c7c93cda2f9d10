"""Finding and reading ``floe-lint.toml`` and ``[tool.floe-lint]`` in pyproject.toml, each file once a run."""

from __future__ import annotations

import os
import sys
from typing import Any

from floe_lint.disk import filesystem
from floe_lint.disk.roots import up_to_repository_root
from floe_lint.settings.configuration import FILE_NAME, PYPROJECT, Configuration
from floe_lint.settings.keys import ConfigurationError, given, made


class SettingsFiles:
    """The settings files of one run. What was read stays as it was: a new run makes another one."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, Any] | None] = {}
        self._configurations: dict[str, Configuration] = {}
        self._nearest: dict[str, Configuration] = {}

    def nearest(self, folder: str) -> Configuration:
        """The nearest configuration in a folder or above it, up to the repository's root.

        Raises ``ConfigurationError``.
        """
        found: Configuration | None = None
        passed = []
        for here in up_to_repository_root(folder):
            passed.append(here)
            found = self._nearest.get(here) or self._configuration_in(here)
            if found is not None:
                break
        found = found or Configuration()
        self._nearest.update(dict.fromkeys(passed, found))
        return found

    def _configuration_in(self, folder: str) -> Configuration | None:
        hidden = os.path.join(folder, f".{FILE_NAME}")
        if filesystem.is_file(hidden):
            raise ConfigurationError(f'{hidden} is not read; rename it to "{FILE_NAME}"')
        for name in (FILE_NAME, PYPROJECT):
            path = os.path.join(folder, name)
            if filesystem.is_file(path):
                found = self.read(path)
                if found.path is not None:
                    return found
        return None

    def read(self, path: str) -> Configuration:
        """The settings of one file and what it extends; a pyproject.toml without our table gives the defaults.

        Raises ``ConfigurationError``.
        """
        found = self._configurations.get(path)
        if found is None:
            found = self._configurations[path] = self._read(path)
        return found

    def _read(self, path: str) -> Configuration:
        table = self.table(path)
        if table is None:
            return Configuration()
        if "extends" in table:
            from floe_lint.settings.extends import extended

            values, origins = extended(path, table, self.table)
        else:
            values, origins = given(Configuration, path, os.path.dirname(path), table), {}
        configuration: Configuration = made(Configuration, values)
        return configuration._replace(path=path, origins=origins)

    def table(self, path: str) -> dict[str, Any] | None:
        """The settings of one file as they are written; ``None`` for a pyproject.toml without our table.

        Raises ``ConfigurationError``.
        """
        absolute = os.path.abspath(path)
        if absolute not in self._tables:
            self._tables[absolute] = _read_table(path)
        return self._tables[absolute]


def _read_table(path: str) -> dict[str, Any] | None:
    try:
        content = filesystem.read(path)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    is_pyproject = os.path.basename(path) == PYPROJECT
    if is_pyproject and not _may_have_table(content):
        return None
    table = _parse(path, content)
    if is_pyproject:
        table = table.get("tool", {}).get("floe-lint")
        if table is None:
            return None
    if not isinstance(table, dict):
        raise ConfigurationError(f'{path}: "floe-lint" must be a table')
    return table


def _may_have_table(pyproject: bytes) -> bool:
    """Whether there may be a table of ours, in whatever way TOML writes it: reading TOML costs more than linting.

    A dependency on floe-lint is none.
    """
    if b"floe-lint" not in pyproject:
        return False
    lines = pyproject.splitlines()
    return any(b"tool" in line and b"floe-lint" in line for line in lines) or any(
        line.translate(None, b" \t\"'").startswith(b"[tool]") for line in lines
    )


def _parse(path: str, content: bytes) -> Any:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} is not TOML: {error}") from None
