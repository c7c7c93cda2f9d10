"""``floe rules`` and ``floe explain``."""

from __future__ import annotations

import json
import sys

from floe_lint.api import KnownRules, LintError, Options, known_rules
from floe_lint.cli.rule_states import DEFAULT, RuleState, state_of
from floe_lint.judging.rule import Rule
from floe_lint.kernel.near_names import nearest


def print_rule(rule_id: str, config: str | None = None) -> int:
    """Print one rule's page; 2 and a suggestion when there is no such rule."""
    known = _known(config)
    if known is None:
        return 2
    rules = known.rules
    found = next((rule for rule in rules if rule.info.id == rule_id), None)
    if found is None:
        near = nearest(rule_id, [rule.info.id for rule in rules])
        way_out = f'; did you mean "{near}"?' if near else '; see "floe rules"'
        print(f'floe explain: there is no rule "{rule_id}"{way_out}', file=sys.stderr)
        return 2
    info = found.info
    facts = [f"severity {info.severity}", f"since {info.since}", f"tags {', '.join(info.tags)}"]
    if not info.ignorable:
        facts.append("cannot be ignored")
    if found.configured:
        facts.append("off until configured")
    if info.preview:
        facts.append("preview")
    if info.fix is not None:
        facts.append("fixable" if info.fix == "safe" else "fixable (unsafe)")
    text = f"# {info.id}\n\n{' · '.join(facts)}\n\n{info.markdown}{_options(found)}"
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        sys.stdout.write(text)
    return 0


def _options(rule: Rule) -> str:
    """The options of a rule, as a part of its page."""
    if not rule.options:
        return ""
    lines = [f"\n## Options in [tool.floe-lint.rules.{rule.info.id}]\n"]
    for name, spec in rule.options.items():
        about = "required" if spec.get("required") else f"default {spec['default']!r}" if "default" in spec else ""
        lines.append(f"- `{name}` ({', '.join(part for part in (spec['type'], about) if part)}): {spec['description']}")
    return "\n".join(lines) + "\n"


def print_rules(tag: str | None, format: str, config: str | None = None) -> int:
    """Print the rules that have a tag, or all, with what the settings make of them."""
    known = _known(config)
    if known is None:
        return 2
    rules = known.rules
    if format not in ("text", "json"):
        print(f'floe rules: "{format}" is not a format; use text or json', file=sys.stderr)
        return 2
    chosen = [rule for rule in rules if tag is None or tag in rule.info.tags]
    if not chosen:
        tags = sorted({name for rule in rules for name in rule.info.tags})
        print(f'floe rules: no rule has the tag "{tag}"; the tags are {", ".join(tags)}', file=sys.stderr)
        return 2
    states = [(rule, state_of(rule, known)) for rule in chosen]
    if format == "json":
        print(json.dumps([_as_json(rule, state) for rule, state in states], indent=2))
    elif sys.stdout.isatty():
        _print_table(states)
    else:
        for rule, state in states:
            fix = rule.info.fix or "-"
            print("\t".join((rule.info.id, state.severity, fix, rule.info.summary, _on(state), _sources(state))))
    return 0


def _known(config: str | None) -> KnownRules | None:
    try:
        return known_rules(Options(configuration=config))
    except LintError as error:
        print(f"floe: {error}", file=sys.stderr)
        return None


def _on(state: RuleState) -> str:
    return "on" if state.on else "off"


def _sources(state: RuleState) -> str:
    """What is not as it is by default, and what says so."""
    sources = [f"{_on(state)} ({state.on_from})"] if state.on_from != DEFAULT else []
    if state.severity_from != DEFAULT:
        sources.append(f"{state.severity} ({state.severity_from})")
    sources += [
        f"{name} = {json.dumps(value)} ({source})"
        for name, (value, source) in state.options.items()
        if source != DEFAULT
    ]
    return "; ".join(sources) or DEFAULT


def _as_json(rule: Rule, state: RuleState) -> dict[str, object]:
    info = rule.info
    return {
        "id": info.id,
        "pack": rule.pack,
        "severity": state.severity,
        "severity_from": state.severity_from,
        "on": state.on,
        "on_from": state.on_from,
        "options": {name: {"value": value, "from": source} for name, (value, source) in state.options.items()},
        "since": info.since,
        "tags": list(info.tags),
        "summary": info.summary,
        "ignorable": info.ignorable,
        "preview": info.preview,
        "fix": info.fix,
        "help_uri": info.help_uri or None,
    }


def _print_table(states: list[tuple[Rule, RuleState]]) -> None:
    from rich.console import Console
    from rich.table import Table

    columns = ("rule", "severity", "on", "fix", "what it does", "set by")
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    colors = {"error": "red", "warning": "yellow", "info": "blue"}
    for rule, state in states:
        severity = f"[{colors[state.severity]}]{state.severity}[/]" if state.on else f"[dim]{state.severity}[/]"
        sources = _sources(state)
        table.add_row(
            rule.info.id,
            severity,
            _on(state),
            rule.info.fix or "",
            rule.info.summary,
            "" if sources == DEFAULT else sources.replace("[", "\\["),
        )
    Console().print(table)
