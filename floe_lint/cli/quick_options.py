"""The command lines that hooks and CI use, read without argparse, which costs more than linting a small project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DEFAULTS: Mapping[str, Any] = {
    "paths": [],
    "select": None,
    "ignore": None,
    "no_ignores": False,
    "fix": False,
    "unsafe_fixes": False,
    "diff": False,
    "add_ignore": None,
    "no_waivers": False,
    "baseline": None,
    "no_baseline": False,
    "env_file": None,
    "env": [],
    "config": None,
    "exclude": None,
    "changed_since": None,
    "stdin_filename": None,
    "max_file_size": None,
    "format": None,
    "output": [],
    "show_info": None,
    "show_suppressed": False,
    "statistics": False,
    "quiet": False,
    "color": "auto",
    "fail_on": None,
    "require_complete": None,
    "exit_zero": False,
    "no_cache": False,
}
"""What every option is when it is not given; a test holds it against the parser."""

_SWITCHES = {
    "--no-ignores": "no_ignores",
    "--no-waivers": "no_waivers",
    "--no-baseline": "no_baseline",
    "--show-info": "show_info",
    "--show-suppressed": "show_suppressed",
    "--statistics": "statistics",
    "--quiet": "quiet",
    "-q": "quiet",
    "--require-complete": "require_complete",
    "--exit-zero": "exit_zero",
    "--no-cache": "no_cache",
}


class LintOptions:
    """The options of one run as attributes."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def quick_options(arguments: list[str]) -> LintOptions | None:
    """Paths and switches; ``None`` where there is anything else, which argparse is to read."""
    values = {**DEFAULTS, "paths": [], "env": [], "output": []}
    for argument in arguments:
        switch = _SWITCHES.get(argument)
        if switch is not None:
            values[switch] = True
        elif argument.startswith("-") or not argument:
            return None
        else:
            values["paths"].append(argument)
    return LintOptions(values)
