"""The options of ``floe lint``, declared once."""

from __future__ import annotations

import argparse
import re

from floe_lint.findings.finding import SEVERITIES
from floe_lint.report import FORMATS

_SIZE = re.compile(r"(?P<number>[0-9]+)\s*(?P<unit>[kmg]?)i?b?\Z", re.IGNORECASE)
_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}


def lint_parser() -> argparse.ArgumentParser:
    """The parser of ``floe lint``. A wrong option exits with 2, as linting was not possible."""
    parser = argparse.ArgumentParser(
        prog="floe lint",
        description="Check floe.yaml, platform.yaml, the asset modules and the dbt manifest against each other.",
        epilog="Exit codes: 0 nothing found that fails, 1 findings, 2 could not lint.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="floe.yaml files, parts of a project (a module, a model), folders or globs; without any, the nearest "
        "floe.yaml upward or every one below",
    )
    choice = parser.add_argument_group("which rules")
    choice.add_argument(
        "--select",
        action="append",
        type=_names,
        metavar="RULE,…",
        help="only these: ids, tags or prefixes of ids",
    )
    choice.add_argument(
        "--ignore",
        action="append",
        type=_names,
        metavar="RULE,…",
        help="not these: ids, tags or prefixes of ids",
    )
    choice.add_argument("--no-ignores", action="store_true", help="report what ignore comments would hide, for audits")
    accepted = parser.add_argument_group("what is accepted")
    accepted.add_argument("--no-waivers", action="store_true", help="report what waivers excuse, for audits")
    accepted.add_argument("--baseline", metavar="FILE", help="the known findings, instead of the configured file")
    accepted.add_argument("--no-baseline", action="store_true", help="report what the baseline holds")
    inputs = parser.add_argument_group("what is read")
    inputs.add_argument(
        "--env-file",
        action="append",
        metavar="FILE",
        help="check under these variables too (repeatable); a finding says under which file it arises",
    )
    inputs.add_argument(
        "--env", action="append", default=[], metavar="KEY=VALUE", help="a variable's value (repeatable)"
    )
    inputs.add_argument("--config", metavar="FILE", help="settings instead of the nearest floe-lint.toml or pyproject")
    inputs.add_argument(
        "--exclude",
        action="append",
        metavar="PATTERN",
        help="gitignore pattern of files not to look at in folders",
    )
    inputs.add_argument(
        "--changed-since",
        metavar="REF",
        help="only projects that differ from this commit: their files, asset modules and manifest",
    )
    inputs.add_argument(
        "--stdin-filename",
        metavar="FILE",
        help="read the floe.yaml from standard input as if it were this file",
    )
    inputs.add_argument(
        "--max-file-size",
        type=_size,
        metavar="SIZE",
        help="largest YAML file to read, e.g. 50MB (default 20MB)",
    )
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="make the safe fixes and report what remains")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: the unsafe fixes too")
    fixing.add_argument(
        "--diff",
        action="store_true",
        help="print what --fix would change, write nothing; exit with 1 if it is anything",
    )
    fixing.add_argument(
        "--add-ignore",
        metavar="REASON",
        help="write an ignore comment with this reason for every finding that can be ignored",
    )
    inputs.add_argument("--no-cache", action="store_true", help="do not use what earlier runs found out")
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        choices=sorted(FORMATS),
        help="of standard output; text unless --output says otherwise",
    )
    output.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="[FORMAT=]FILE",
        help="write a report to a file (repeatable); the format is --format unless it is given here",
    )
    output.add_argument("--show-info", action="store_true", default=None, help="show findings of severity info too")
    output.add_argument(
        "--show-suppressed",
        action="store_true",
        help="show what ignores, waivers and the baseline hide, where the format can",
    )
    output.add_argument("--statistics", action="store_true", help="count findings by rule")
    output.add_argument("-q", "--quiet", action="store_true", help="one line for each finding and no summary")
    output.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto: on a terminal without NO_COLOR",
    )
    status = parser.add_argument_group("exit code")
    status.add_argument(
        "--fail-on", choices=SEVERITIES, help="the least severity that gives exit code 1 (default: error)"
    )
    status.add_argument(
        "--require-complete", action="store_true", default=None, help="exit with 1 where something was not checked"
    )
    status.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever was found")
    return parser


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _size(text: str) -> int:
    match = _SIZE.match(text.strip())
    if match is None or int(match["number"]) == 0:
        raise argparse.ArgumentTypeError(f'"{text}" is not a size such as 500KB or 50MB')
    return int(match["number"]) * _UNITS[match["unit"].lower()]
