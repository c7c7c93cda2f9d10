"""The pages of the rules, each with the output of floe lint for the rule's first bad case."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from floe_lint.api import Options, builtin_rules, lint
from floe_lint.findings.finding import RuleInfo
from floe_lint.judging.rule import Rule
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.text import render
from tests.rule_cases import SHOP, TODAY, Case, configuration, selection, set_times, without_expectations

_FAMILIES = {
    "boundary": "The two-tier boundary",
    "reference": "References",
    "selection": "Selections",
    "time": "Time",
    "partition": "Partitions and backfills",
    "flow": "Flow",
    "environment": "Environment",
    "governance": "Governance",
    "schema": "Schema",
    "syntax": "Syntax",
    "ignore": "Ignore comments",
    "waiver": "Waivers",
}
"""The titles of families, in order. The first tag of a rule is its family; others follow under their tag."""


def rule_pages() -> dict[str, str]:
    """The Markdown of every rule's page and of their index, by path in the docs."""
    rules = builtin_rules()
    pages = {f"rules/{rule.info.id}.md": _page(rule, rules) for rule in rules}
    return {"rules/index.md": _index([rule.info for rule in rules]), **pages}


def _page(rule: Rule, rules: list[Rule]) -> str:
    info = rule.info
    facts = [
        f"| severity | {info.severity} |",
        f"| tags | {', '.join(f'`{tag}`' for tag in info.tags)} |",
        f"| since | {info.since} |",
        f"| fix | {_fix(info)} |",
    ]
    if not info.ignorable:
        facts.append("| ignoring | cannot be ignored |")
    if info.preview:
        facts.append("| preview | off until it is selected |")
    if rule.configured:
        facts.append("| on | once the configuration has a table for it |")
    table = "\n".join(["| | |", "|---|---|", *facts])
    said = f"## Output of floe lint\n\n```text\n{verdict(rule, rules)}```\n"
    return f"# {info.id}\n\n{table}\n\n{info.markdown}\n{_options(rule)}{said}"


def _options(rule: Rule) -> str:
    if not rule.options:
        return ""
    rows = []
    for name, spec in rule.options.items():
        default = (
            "required" if spec.get("required") else f"`{json.dumps(spec['default'])}`" if "default" in spec else ""
        )
        choices = f" One of {', '.join(f'`{choice}`' for choice in spec['choices'])}." if "choices" in spec else ""
        rows.append(f"| `{name}` | {spec['type']} | {default} | {spec['description']}{choices} |")
    table = "\n".join(["| option | type | default | meaning |", "|---|---|---|---|", *rows])
    return f"## Options\n\nUnder `[tool.floe-lint.rules.{rule.info.id}]`:\n\n{table}\n\n"


def _fix(info: RuleInfo) -> str:
    if info.fix is None:
        return "by hand"
    return "`--fix`" if info.fix == "safe" else "`--fix --unsafe-fixes`"


def verdict(rule: Rule, rules: list[Rule]) -> str:
    """The output of floe lint for the first bad case of a rule, whose notes on expected findings are removed."""
    found = Path(rule.folder) / "bad"
    first = min(path for path in found.iterdir() if path.is_dir() or path.suffix in (".yaml", ".yml"))
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "project")
        settings = configuration(Case(rule.info.id, False, first), Path(temporary))
        shutil.copytree(first if first.is_dir() else SHOP, folder)
        if first.is_file():
            shutil.copyfile(first, folder / "floe.yaml")
        for path in folder.rglob("*"):
            if path.is_file():
                without_expectations(path)
        set_times(Case(rule.info.id, False, folder))
        env_files = sorted(path.name for path in folder.glob("*.env")) if first.is_dir() else []
        os.chdir(folder)
        try:
            options = Options(
                selection(rule.info),
                env_files=env_files,
                rules=rules,
                today=TODAY,
                configuration=None if settings is None else str(settings),
            )
            report = lint("floe.yaml", options=options)
            return render(report, RenderOptions(width=90, show_info=rule.info.severity == "info"))
        finally:
            os.chdir(here)


def _index(rules: list[RuleInfo]) -> str:
    opening = (
        "# Rules\n\nThe [configuration](../reference/configuration.md) turns rules off and changes their severity;\n"
        "a comment ignores a single finding.\n"
    )
    parts = [opening]
    others = sorted({info.tags[0] for info in rules} - set(_FAMILIES))
    for tag, title in {**_FAMILIES, **{tag: tag.capitalize() for tag in others}}.items():
        rows = [
            f"| [{info.id}]({info.id}.md) | {info.severity} | {info.summary} |" for info in rules if info.tags[0] == tag
        ]
        parts.append("\n".join([f"## {title}\n", "| rule | severity | what it does |", "|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)
