"""``floe-lint.toml`` and ``[tool.floe-lint]`` in ``pyproject.toml``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from types import MappingProxyType

from floe_lint.disk import filesystem
from floe_lint.disk.roots import up_to_repository_root
from floe_lint.findings.finding import SEVERITIES, Severity
from floe_lint.kernel.annotations import Any
from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.records import NamedTuple
from floe_lint.settings.waiver_policy import WaiverPolicy

DEFAULT_PROFILE = "recommended"


class ConfigurationError(Exception):
    """A configuration that cannot be followed; the message names the file, the key and what would do."""


class OwnSecret(NamedTuple):
    """A form of secret that an organisation knows: what it is called, and how it looks.

    One of ``keywords`` stands wherever it occurs; without any, the pattern says itself what must.
    """

    name: str
    pattern: str
    keywords: tuple[str, ...] = ()


class Configuration(NamedTuple):
    """The settings of a file and those it extends; ``path`` is ``None`` where there is no file.

    Paths are resolved against the file that holds them. ``packs`` are absolute paths of folders, or names after
    "pack:". ``options`` are those of rules, by id. ``hosts`` and ``secrets`` belong to the boundary. ``origins`` tells,
    where a file extends others, which one gave a setting.
    """

    path: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = MappingProxyType({})
    fail_on: Severity = "error"
    env_files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    show_info: bool = False
    max_file_size: int | None = None
    timezone: str = "UTC"
    waivers: str | None = None
    waiver_policy: WaiverPolicy = WaiverPolicy()
    baseline: str | None = None
    packs: tuple[str, ...] = ()
    allow_python: tuple[str, ...] = ()
    profile: str = DEFAULT_PROFILE
    preview: bool = False
    options: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    hosts: tuple[str, ...] = ()
    secrets: tuple[OwnSecret, ...] = ()
    origins: Mapping[str, str] = MappingProxyType({})

    def origin(self, setting: str) -> str | None:
        """The file that gave a setting, e.g. ``severity.cloud-region``."""
        return self.origins.get(setting, self.path)


FILE_NAME = "floe-lint.toml"


def find_configuration(folder: str) -> Configuration:
    """The nearest configuration in a folder or above it, up to the repository's root."""
    for here in up_to_repository_root(folder):
        own = os.path.join(here, FILE_NAME)
        if filesystem.is_file(own):
            return read_configuration(own)
        pyproject = os.path.join(here, "pyproject.toml")
        if filesystem.is_file(pyproject):
            found = read_configuration(pyproject)
            if found.path is not None:
                return found
    return Configuration()


def read_configuration(path: str) -> Configuration:
    """Read one file and what it extends; a pyproject.toml without our table gives the defaults.

    Raises ``ConfigurationError``.
    """
    table = read_table(path)
    if table is None:
        return Configuration()
    if "extends" in table:
        from floe_lint.settings.extends import extended

        table, origins = extended(path, table)
        return typed(path, table)._replace(origins=origins)
    return typed(path, table)


def read_table(path: str) -> dict[str, Any] | None:
    """The settings of one file as they are written; ``None`` for a pyproject.toml without our table.

    Raises ``ConfigurationError``.
    """
    try:
        content = filesystem.read(path)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    is_pyproject = os.path.basename(path) == "pyproject.toml"
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


_KEYS = (
    "select",
    "ignore",
    "severity",
    "fail-on",
    "env-files",
    "exclude",
    "show-info",
    "max-file-size",
    "timezone",
    "waivers",
    "waiver-policy",
    "baseline",
    "extends",
    "packs",
    "allow-python",
    "profile",
    "preview",
    "rules",
    "boundary",
)


def typed(path: str, table: dict[str, Any]) -> Configuration:
    """The settings of a table, checked. Raises ``ConfigurationError``."""
    for key in table:
        if key not in _KEYS:
            raise _unknown(path, key, _KEYS)
    severity = table.get("severity", {})
    if not isinstance(severity, dict) or not all(value in SEVERITIES for value in severity.values()):
        raise ConfigurationError(f'{path}: "severity" maps rules to {", ".join(SEVERITIES)}')
    fail_on = table.get("fail-on", "error")
    if fail_on not in SEVERITIES:
        raise ConfigurationError(f'{path}: "fail-on" is one of {", ".join(SEVERITIES)}')
    size = table.get("max-file-size")
    if size is not None and (type(size) is not int or size < 1):
        raise ConfigurationError(f'{path}: "max-file-size" is a number of bytes')
    show_info = _switch(path, table, "show-info")
    folder = os.path.dirname(path)
    return Configuration(
        path,
        _texts(path, table, "select"),
        _texts(path, table, "ignore"),
        severity,
        fail_on,
        tuple(os.path.join(folder, name) for name in _texts(path, table, "env-files")),
        _texts(path, table, "exclude"),
        show_info,
        size,
        _zone(path, table),
        _file(path, table, "waivers"),
        _waiver_policy(path, table.get("waiver-policy", {})),
        _file(path, table, "baseline"),
        tuple(_pack(folder, name) for name in _texts(path, table, "packs")),
        _texts(path, table, "allow-python"),
        _word(path, table, "profile", DEFAULT_PROFILE),
        _switch(path, table, "preview"),
        _options(path, table.get("rules", {})),
        *_boundary(path, table.get("boundary", {})),
    )


_POLICY_KEYS = ("max-days", "warn-days", "never", "require-ticket")


def _waiver_policy(path: str, table: Any) -> WaiverPolicy:
    if not isinstance(table, dict):
        raise ConfigurationError(f'{path}: "waiver-policy" must be a table')
    for key in table:
        if key not in _POLICY_KEYS:
            raise _unknown(path, key, _POLICY_KEYS, ' of "waiver-policy"')
    default = WaiverPolicy()
    days = {
        key: table.get(key, known) for key, known in (("max-days", default.max_days), ("warn-days", default.warn_days))
    }
    for key, value in days.items():
        if type(value) is not int or value < 0:
            raise ConfigurationError(f'{path}: "{key}" of "waiver-policy" is a number of days')
    require_ticket = table.get("require-ticket", False)
    if not isinstance(require_ticket, bool):
        raise ConfigurationError(f'{path}: "require-ticket" of "waiver-policy" is true or false')
    never = _texts(path, table, "never") if "never" in table else default.never
    return WaiverPolicy(days["max-days"], days["warn-days"], never, require_ticket)


def _pack(folder: str, name: str) -> str:
    return name if name.startswith("pack:") else os.path.normpath(os.path.join(os.path.abspath(folder), name))


def _word(path: str, table: dict[str, Any], key: str, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f'{path}: "{key}" is a name')
    return value


def _switch(path: str, table: dict[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise ConfigurationError(f'{path}: "{key}" is true or false')
    return value


def _options(path: str, table: Any) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(table, dict) or not all(isinstance(options, dict) for options in table.values()):
        raise ConfigurationError(f'{path}: "rules" holds one table of options for each rule')
    return table


_BOUNDARY_KEYS = ("hosts", "secrets")


def _boundary(path: str, table: Any) -> tuple[tuple[str, ...], tuple[OwnSecret, ...]]:
    if not isinstance(table, dict):
        raise ConfigurationError(f'{path}: "boundary" must be a table')
    for key in table:
        if key not in _BOUNDARY_KEYS:
            raise _unknown(path, key, _BOUNDARY_KEYS, ' of "boundary"')
    hosts = _texts(path, table, "hosts")
    secrets = table.get("secrets", [])
    if not isinstance(secrets, list) or not all(isinstance(item, dict) for item in secrets):
        raise ConfigurationError(f'{path}: "secrets" of "boundary" is a list of tables with "name" and "pattern"')
    return hosts, tuple(_secret(path, item) for item in secrets)


_SECRET_KEYS = ("name", "pattern", "keywords")


def _secret(path: str, item: dict[str, Any]) -> OwnSecret:
    for key in item:
        if key not in _SECRET_KEYS:
            raise _unknown(path, key, _SECRET_KEYS, ' of "boundary.secrets"')
    for key in ("name", "pattern"):
        if not isinstance(item.get(key), str) or not item[key].strip():
            raise ConfigurationError(f'{path}: every item of "boundary.secrets" needs "{key}" as text')
    return OwnSecret(item["name"], item["pattern"], _texts(path, item, "keywords"))


def _unknown(path: str, key: str, known: tuple[str, ...], of: str = "") -> ConfigurationError:
    near = nearest(key, known)
    way_out = f'; did you mean "{near}"?' if near else f"; the keys are {', '.join(known)}"
    return ConfigurationError(f'{path}: "{key}" is not a setting{of}{way_out}')


def _zone(path: str, table: dict[str, Any]) -> str:
    value = table.get("timezone", "UTC")
    if not isinstance(value, str):
        raise ConfigurationError(f'{path}: "timezone" is the name of a time zone, e.g. "Europe/Berlin"')
    if value != "UTC":
        from floe_lint.dagster.zones import check_zone

        problem = check_zone(value)
        if problem is not None:
            raise ConfigurationError(f'{path}: "timezone" is "{value}": {problem}')
    return value


def _file(path: str, table: dict[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f'{path}: "{key}" is the path of a file')
    return os.path.join(os.path.dirname(path), value)


def _texts(path: str, table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigurationError(f'{path}: "{key}" is a list of strings')
    return tuple(value)
