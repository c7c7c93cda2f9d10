"""What a run was asked to do, and which rules that leaves."""

from __future__ import annotations

from collections.abc import Mapping

from floe_lint.document.source import DEFAULT_SIZE_LIMIT
from floe_lint.engine.rule import Rule
from floe_lint.project.files import Environment
from floe_lint.record import NamedTuple
from floe_lint.report import Severity


class SettingsError(Exception):
    """Settings that cannot be followed; the message says where they come from and what would do."""


class Settings(NamedTuple):
    """The settings of a run.

    ``select`` and ``ignore`` hold rule ids, tags or prefixes of ids; an empty ``select`` means every rule
    that is not a preview. ``environments`` are judged one by one. ``max_file_size`` is in bytes.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    environments: tuple[Environment, ...] = (Environment(None, {}),)
    max_file_size: int = DEFAULT_SIZE_LIMIT
    no_ignores: bool = False


def selects(selector: str, rule: Rule) -> bool:
    """Whether a selector names a rule: by its id, one of its tags, or a prefix of its id."""
    info = rule.info
    return selector == "ALL" or selector == info.id or selector in info.tags or info.id.startswith(selector)


def _strength(selector: str, rule: Rule) -> int:
    """How closely a selector names a rule: the id beats a tag or a prefix, which beat ``ALL``."""
    if selector == rule.info.id:
        return 3
    return 1 if selector == "ALL" else 2


def active_rules(rules: list[Rule], settings: Settings) -> list[Rule]:
    """The rules that a run applies; of a selection and an ignore, the one that names a rule closer wins.

    Raises ``SettingsError`` for a selector that names no rule.
    """
    for option, selectors in (
        ("select", settings.select),
        ("ignore", settings.ignore),
        ("severity", tuple(settings.severity)),
    ):
        for selector in selectors:
            if not any(selects(selector, rule) for rule in rules):
                from floe_lint.nearest import nearest

                names = {rule.info.id for rule in rules} | {tag for rule in rules for tag in rule.info.tags}
                near = nearest(selector, names)
                way_out = f'; did you mean "{near}"?' if near else '; see "floe rules"'
                raise SettingsError(f'"{selector}" in "{option}" names no rule{way_out}')
    active = []
    for rule in rules:
        wanted = max((_strength(s, rule) for s in settings.select if selects(s, rule)), default=0)
        if not settings.select and not rule.info.preview:
            wanted = 1
        refused = max((_strength(s, rule) for s in settings.ignore if selects(s, rule)), default=0)
        if wanted and (wanted > refused or not rule.info.ignorable):
            active.append(rule)
    return active


def severity_of(rule: Rule, settings: Settings) -> Severity | None:
    """The severity that the settings give a rule, or ``None`` where they leave it alone.

    A rule that may not be ignored keeps its own: an error made an info would be ignored by another name.
    """
    if not rule.info.ignorable:
        return None
    best: Severity | None = None
    strength = 0
    for selector, severity in settings.severity.items():
        if selects(selector, rule) and _strength(selector, rule) > strength:
            best, strength = severity, _strength(selector, rule)
    return best
