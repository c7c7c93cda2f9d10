"""Whether a rule is on, how severe it is and with what options, and what says so."""

from __future__ import annotations

from typing import Any

from floe_lint.api import KnownRules
from floe_lint.findings.finding import Severity
from floe_lint.judging.rule import Rule
from floe_lint.judging.run_settings import closest, is_active, options_of, severity_of
from floe_lint.kernel.records import NamedTuple
from floe_lint.settings.pack_folders import shown

DEFAULT = "default"


class RuleState(NamedTuple):
    """The settings of one rule; each ``_from`` is "default", a file with the setting in it, or a profile.

    ``options`` maps the name of an option to its value and where that comes from.
    """

    on: bool
    on_from: str
    severity: Severity
    severity_from: str
    options: dict[str, tuple[Any, str]]


def state_of(rule: Rule, known: KnownRules) -> RuleState:
    """What the settings of a run make of a rule."""
    on = is_active(rule, known.settings)
    severity, severity_from = _severity(rule, known)
    return RuleState(
        on=on,
        on_from=_reason(rule, known, on=on),
        severity=severity,
        severity_from=severity_from,
        options=_options(rule, known, on=on),
    )


def _from(known: KnownRules, setting: str) -> str:
    path = known.configuration.origin(setting)
    return f"{shown(path)}: {setting}" if path is not None else setting


def _reason(rule: Rule, known: KnownRules, *, on: bool) -> str:
    settings, rule_id = known.settings, rule.info.id
    ignored = closest(settings.ignore, rule)
    if not on and ignored is not None:
        return _from(known, "ignore")
    if settings.select and (on or closest(settings.select, rule) is None):
        return _from(known, "select")
    if not on:
        if rule.info.preview:
            return "preview"
        return f"no {'boundary.' + rule.forbid['from'] if rule.forbid else 'rules.' + rule_id}"
    if rule.info.preview:
        return _from(known, "preview")
    if rule_id in settings.options:
        return _from(known, f"rules.{rule_id}")
    if closest(settings.profile.select, rule) is not None:
        return f"profile {settings.profile.name}"
    if rule.forbid is not None and "from" in rule.forbid:
        return _from(known, f"boundary.{rule.forbid['from']}")
    return f"pack {rule.pack}" if rule.pack != known.rules[0].pack else DEFAULT


def _severity(rule: Rule, known: KnownRules) -> tuple[Severity, str]:
    severity = severity_of(rule, known.settings)
    if severity is None:
        return rule.info.severity, DEFAULT
    selector = closest(tuple(known.settings.severity), rule)
    if selector is None:
        return severity, f"profile {known.settings.profile.name}"
    return severity, _from(known, f"severity.{selector}")


def _options(rule: Rule, known: KnownRules, *, on: bool) -> dict[str, tuple[Any, str]]:
    given = known.settings.options.get(rule.info.id, {})
    values = options_of(rule, known.settings) if on else {}
    return {
        name: (value, _from(known, f"rules.{rule.info.id}.{name}") if name in given else DEFAULT)
        for name, value in values.items()
        if value is not None
    }
