"""The settings of floe-lint: every key of ``floe-lint.toml`` and ``[tool.floe-lint]`` in pyproject.toml.

A key is declared by its field: type, kind, default, meaning, and how it merges with that of a file that is extended.
Reading, merging, the JSON Schema and the table in the docs follow from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from floe_lint.findings.finding import Severity
from floe_lint.kernel.records import NamedTuple
from floe_lint.settings import kinds
from floe_lint.settings.keys import REQUIRED, by_key, by_key_of_each, declared, joined, key, section, sections, united

FILE_NAME = "floe-lint.toml"
PYPROJECT = "pyproject.toml"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Profile(NamedTuple):
    """What a profile changes: rules that are off otherwise, and severities, both by id, tag or prefix."""

    name: str
    select: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = _NOTHING


RECOMMENDED = Profile("recommended")


@declared
class WaiverPolicy(NamedTuple):
    """The bounds of every waiver."""

    max_days: int = key(kinds.DAYS, 365, "Days from today to the last day of a waiver.")
    warn_days: int = key(kinds.DAYS, 14, "Days before its last day from which on a waiver is reported as ending soon.")
    never: tuple[str, ...] = key(kinds.TEXTS, ("credential",), "Rules, tags or prefixes of ids that nobody may waive.")
    require_ticket: bool = key(kinds.SWITCH, False, "Whether a waiver without a ticket grants nothing.")


@declared
class OwnSecret(NamedTuple):
    """A form of secret that an organisation knows."""

    name: str = key(kinds.TEXT, REQUIRED, "What the secret is called in messages.")
    pattern: str = key(kinds.TEXT, REQUIRED, "A regular expression; without `keywords` it must hold a plain part.")
    keywords: tuple[str, ...] = key(kinds.TEXTS, (), "Words of which one stands in every such secret.")


@declared
class Boundary(NamedTuple):
    """What an organisation knows to belong to its infrastructure."""

    hosts: tuple[str, ...] = key(kinds.TEXTS, (), "Names of hosts that belong to the infrastructure.", joined)
    secrets: tuple[OwnSecret, ...] = sections(OwnSecret, "Forms of secrets.")


@declared
class Configuration(NamedTuple):
    """The settings of a file and those it extends; ``path`` is ``None`` where there is no file.

    Paths are resolved against the file that holds them. ``origins`` tells, where a file extends others, which one gave
    a setting.
    """

    path: str | None = None
    select: tuple[str, ...] = key(
        kinds.TEXTS, (), "Only these rules: ids, tags or prefixes of ids; `ALL` for every rule."
    )
    ignore: tuple[str, ...] = key(kinds.TEXTS, (), "Not these rules: ids, tags or prefixes of ids.")
    severity: Mapping[str, Severity] = key(
        kinds.SEVERITIES_OF_RULES,
        _NOTHING,
        "A severity (`error`, `warning`, `info`) for a rule, a tag or a prefix of ids.",
        by_key,
    )
    fail_on: Severity = key(kinds.SEVERITY, "error", "The least severity that gives exit code 1.")
    require_complete: bool = key(
        kinds.SWITCH, False, "Exit with 1 where something was not checked, such as dbt models without a manifest."
    )
    env_files: tuple[str, ...] = key(
        kinds.PATHS, (), "Env files under which the project is checked beside its defaults; relative to this file."
    )
    exclude: tuple[str, ...] = key(kinds.TEXTS, (), "Gitignore patterns of files not to look at in folders.")
    show_info: bool = key(kinds.SWITCH, False, "Show findings of severity `info`.")
    max_file_size: int | None = key(kinds.SIZE, None, "The largest YAML file to read, in bytes; 20 MB unless given.")
    timezone: str = key(kinds.TIME_ZONE, "UTC", "The time zone in which the days of waivers begin and end.")
    waivers: str | None = key(
        kinds.PATH, None, "The waivers file, relative to this file; else the nearest `floe-waivers.yaml`."
    )
    waiver_policy: WaiverPolicy = section(WaiverPolicy, "What waivers may do.")
    baseline: str | None = key(kinds.PATH, None, "The file of known findings, relative to this file.")
    extends: tuple[str, ...] = key(
        kinds.EXTENDED, (), "Settings that these are laid over: files, or `pack:NAME`; the later ones win."
    )
    packs: tuple[str, ...] = key(
        kinds.PACKS,
        (),
        "Rule packs: folders inside the repository, relative to this file, or `pack:NAME` for one that is installed.",
        united,
    )
    allow_python: tuple[str, ...] = key(kinds.TEXTS, (), "Packs whose Python may run.", united)
    profile: str = key(
        kinds.NAME,
        RECOMMENDED.name,
        "The rules and severities before `select` and `ignore`: `recommended`, `strict`, or one of a pack.",
    )
    preview: bool = key(kinds.SWITCH, False, "Select rules in preview like others.")
    rules: Mapping[str, Mapping[str, Any]] = key(
        kinds.RULE_OPTIONS, _NOTHING, "Options of rules, by their ids.", by_key_of_each
    )
    boundary: Boundary = section(Boundary, "What else may not stand in floe.yaml.")
    origins: Mapping[str, str] = _NOTHING

    def origin(self, setting: str) -> str | None:
        """The file that gave a setting, e.g. ``severity.cloud-region``."""
        return self.origins.get(setting, self.path)
