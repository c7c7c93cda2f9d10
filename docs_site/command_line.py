"""The page of the command line, generated from the parsers themselves."""

from __future__ import annotations

import argparse
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from floe_lint.cli.app import app
from floe_lint.cli.lint_options import lint_parser

ROOT = Path(__file__).resolve().parent.parent


def command_line_page() -> str:
    """Every command with every argument and option, as Markdown."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    commands: dict[str, Any] = {
        **group.commands,
        **{name: _command(target) for name, target in installed_commands().items()},
    }
    parts = [
        "# Command line\n\n`floe COMMAND --help` prints the same. `floe-lint` is `floe lint` under a name of its own.\n"
    ]
    for name, command in sorted(commands.items(), key=lambda item: (item[0] != "lint", item[0])):
        if name == "lint":
            parts.append(_lint())
        elif isinstance(command, TyperGroup):
            parts.append(f"## floe {name}\n\n{_sentence(command)}\n")
            parts += [_section(f"floe {name} {inner}", below, 3) for inner, below in command.commands.items()]
        else:
            parts.append(_section(f"floe {name}", command, 2))
    return "\n".join(parts)


def installed_commands() -> dict[str, str]:
    """The commands of the group ``floe.commands`` that this distribution declares, as ``module:name``."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    table = text.partition('[project.entry-points."floe.commands"]\n')[2].partition("\n[")[0]
    return dict(re.findall(r'^(\S+) = "(\S+)"$', table, re.MULTILINE))


def _command(target: str) -> Any:
    module, _, name = target.partition(":")
    own = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
    own.command()(getattr(import_module(module), name))
    return typer.main.get_command(own)


def _section(name: str, command: Any, level: int) -> str:
    rows = []
    usage = [name]
    for parameter in command.params:
        if isinstance(parameter, TyperOption):
            if parameter.name in ("install_completion", "show_completion"):
                continue
            written = ", ".join(f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts))
            value = "" if parameter.is_flag else f" `{(parameter.name or '').upper()}`"
            rows.append((written + value, parameter.help or ""))
        else:
            metavar = (parameter.name or "").upper()
            shown = metavar if parameter.required else f"[{metavar}]"
            usage.append(shown + (" …" if parameter.nargs == -1 else ""))
            rows.append((f"`{metavar}`", str(getattr(parameter, "help", "") or "")))
    return f"{'#' * level} {name}\n\n{_sentence(command)}\n\n{_usage(usage, rows)}"


def _usage(usage: list[str], rows: list[tuple[str, str]]) -> str:
    return f"```text\n{' '.join(usage)} [options]\n```\n\n{_table(rows)}"


def _sentence(command: Any) -> str:
    return " ".join((command.help or "").split())


def _lint() -> str:
    parser = lint_parser()
    parts = [f"## floe lint\n\n{parser.description}\n\n```text\nfloe lint [PATH …] [options]\n```\n"]
    for group in parser._action_groups:
        rows = [_row(action) for action in group._group_actions if action.help is not argparse.SUPPRESS]
        if rows:
            parts.append(f"**{(group.title or '').capitalize()}**\n\n{_table(rows)}")
    return "\n".join(parts)


def _row(action: argparse.Action) -> tuple[str, str]:
    written = ", ".join(f"`{option}`" for option in action.option_strings)
    value = "" if action.nargs == 0 else str(action.metavar or "")
    if action.choices:
        value = ", ".join(str(choice) for choice in action.choices)
    return " ".join(part for part in (written, f"`{value}`" if value else "") if part), action.help or ""


def _table(rows: list[tuple[str, str]]) -> str:
    cells = [[cell.replace("%%", "%").replace("|", "\\|") for cell in row] for row in rows]
    lines = [f"| {left} | {right} |" for left, right in cells]
    return "\n".join(["| | |", "|---|---|", *lines]) + "\n"
