"""``floe rules`` and ``floe explain``."""

from __future__ import annotations

import json
import sys

from floe_lint.api import LintError, builtin_rules
from floe_lint.engine.rule import Rule
from floe_lint.nearest import nearest


def print_rule(rule_id: str) -> int:
    """Print one rule's page; 2 and a suggestion when there is no such rule."""
    rules = _rules()
    if rules is None:
        return 2
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
    if info.preview:
        facts.append("preview")
    if info.fix is not None:
        facts.append("fixable" if info.fix == "safe" else "fixable (unsafe)")
    text = f"# {info.id}\n\n{' · '.join(facts)}\n\n{info.markdown}"
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        sys.stdout.write(text)
    return 0


def print_rules(tag: str | None, format: str) -> int:
    """Print the rules that have a tag, or all."""
    rules = _rules()
    if rules is None:
        return 2
    if format not in ("text", "json"):
        print(f'floe rules: "{format}" is not a format; use text or json', file=sys.stderr)
        return 2
    chosen = [rule for rule in rules if tag is None or tag in rule.info.tags]
    if not chosen:
        tags = sorted({name for rule in rules for name in rule.info.tags})
        print(f'floe rules: no rule has the tag "{tag}"; the tags are {", ".join(tags)}', file=sys.stderr)
        return 2
    if format == "json":
        print(json.dumps([_as_json(rule) for rule in chosen], indent=2))
    elif sys.stdout.isatty():
        _print_table(chosen)
    else:
        for rule in chosen:
            print(f"{rule.info.id}\t{rule.info.severity}\t{rule.info.fix or '-'}\t{rule.info.summary}")
    return 0


def _rules() -> list[Rule] | None:
    try:
        return builtin_rules()
    except LintError as error:
        print(f"floe: {error}", file=sys.stderr)
        return None


def _as_json(rule: Rule) -> dict[str, object]:
    info = rule.info
    return {
        "id": info.id,
        "severity": info.severity,
        "since": info.since,
        "tags": list(info.tags),
        "summary": info.summary,
        "ignorable": info.ignorable,
        "preview": info.preview,
        "fix": info.fix,
        "help_uri": info.help_uri,
    }


def _print_table(rules: list[Rule]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("rule", "severity", "fix", "what it does", box=None, header_style="bold", pad_edge=False)
    colors = {"error": "red", "warning": "yellow", "info": "blue"}
    for rule in rules:
        severity = rule.info.severity
        table.add_row(rule.info.id, f"[{colors[severity]}]{severity}[/]", rule.info.fix or "", rule.info.summary)
    Console().print(table)
