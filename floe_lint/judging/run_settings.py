"""What a run was asked to do, and which rules that leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floe_lint.findings.finding import Severity
from floe_lint.judging.rule import Rule
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.files import Environment
from floe_lint.settings.configuration import RECOMMENDED, Profile
from floe_lint.yaml.source import DEFAULT_SIZE_LIMIT


class SettingsError(Exception):
    """Settings that cannot be followed; the message says where they come from and what would do."""


class Settings(NamedTuple):
    """The settings of a run.

    ``select`` and ``ignore`` hold rule ids, tags or prefixes of ids; an empty ``select`` means the rules of the
    ``profile``. ``preview`` lets preview rules be selected like others. ``environments`` are judged one by one.
    ``max_file_size`` is in bytes. ``options`` are those of rules, by id.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    environments: tuple[Environment, ...] = (Environment(None, {}),)
    max_file_size: int = DEFAULT_SIZE_LIMIT
    no_ignores: bool = False
    profile: Profile = RECOMMENDED
    preview: bool = False
    options: Mapping[str, Mapping[str, Any]] = {}


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
        (f"profile {settings.profile.name}", (*settings.profile.select, *settings.profile.severity)),
    ):
        for selector in selectors:
            if not any(selects(selector, rule) for rule in rules):
                from floe_lint.kernel.near_names import nearest

                names = {rule.info.id for rule in rules} | {tag for rule in rules for tag in rule.info.tags}
                near = nearest(selector, names)
                way_out = f'; did you mean "{near}"?' if near else '; see "floe rules"'
                raise SettingsError(f'"{selector}" in "{option}" names no rule{way_out}')
    for rule_id in settings.options:
        if not any(rule.info.id == rule_id for rule in rules):
            from floe_lint.kernel.near_names import nearest

            near = nearest(rule_id, {rule.info.id for rule in rules})
            raise SettingsError(
                f'"{rule_id}" in "rules" names no rule'
                + (f'; did you mean "{near}"?' if near else '; see "floe rules"')
            )
    return [rule for rule in rules if is_active(rule, settings)]


def is_active(rule: Rule, settings: Settings) -> bool:
    """Whether a run applies a rule."""
    wanted = max((_strength(s, rule) for s in settings.select if selects(s, rule)), default=0)
    if not settings.select:
        wanted = 1
    if wanted < 3 and ((rule.info.preview and not settings.preview) or not _is_configured(rule, settings)):
        return False
    refused = max((_strength(s, rule) for s in settings.ignore if selects(s, rule)), default=0)
    return bool(wanted) and (wanted > refused or not rule.info.ignorable)


def _is_configured(rule: Rule, settings: Settings) -> bool:
    """Whether a rule that waits for the configuration is asked for by its options or by the profile."""
    return (
        not rule.configured
        or rule.info.id in settings.options
        or any(selects(selector, rule) for selector in settings.profile.select)
    )


def severity_of(rule: Rule, settings: Settings) -> Severity | None:
    """The severity that the settings give a rule, or ``None`` where they leave it alone.

    A rule that may not be ignored keeps its own: an error made an info would be ignored by another name.
    """
    if not rule.info.ignorable:
        return None
    for severities in (settings.severity, settings.profile.severity):
        selector = closest(tuple(severities), rule)
        if selector is not None:
            return severities[selector]
    return None


def closest(selectors: tuple[str, ...], rule: Rule) -> str | None:
    """The selector that names a rule most closely, the first of equals; ``None`` where none does."""
    naming = [selector for selector in selectors if selects(selector, rule)]
    return max(naming, key=lambda selector: _strength(selector, rule), default=None)


def options_of(rule: Rule, settings: Settings) -> dict[str, Any]:
    """The values of a rule's options. Raises ``SettingsError``."""
    from floe_lint.judging.rule_options import OptionsError, read_options

    try:
        return read_options(rule.options, settings.options.get(rule.info.id, {}))
    except OptionsError as error:
        raise SettingsError(f'the options of "{rule.info.id}" ("rules.{rule.info.id}"): {error}') from None
