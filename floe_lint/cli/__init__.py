"""The command line.

``lint`` and ``--version`` are answered without loading the command line library, which costs more than linting.
"""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """The console script ``floe``. Exits with 0 (clean), 1 (findings) or 2 (could not lint)."""
    _run(_own_arguments() if arguments is None else arguments)


def main_lint(arguments: list[str] | None = None) -> None:
    """The console script ``floe-lint``: ``floe lint`` where another ``floe`` exists, and its other commands."""
    given = _own_arguments() if arguments is None else arguments
    from floe_lint.cli.names import COMMANDS

    if given and (given[0] in COMMANDS or given[0] in ("--version", "-V")):
        _run(given)
    else:
        _run(["lint", *given])


def _own_arguments() -> list[str]:
    """The arguments of a process that is floe's alone, which is short enough to do without garbage collection."""
    import gc

    gc.disable()
    return sys.argv[1:]


def _run(arguments: list[str]) -> None:
    if arguments and arguments[0] in ("--version", "-V"):
        from floe_lint import __version__

        print(f"floe-lint {__version__}")
        raise SystemExit(0)
    if arguments and arguments[0] == "lint":
        from floe_lint.cli.result_cache import recall

        known = recall(arguments[1:])
        if known is None:
            from floe_lint.cli.lint_command import run

            known = run(arguments[1:])
        raise SystemExit(known)
    from floe_lint.cli.app import app

    app(arguments, prog_name="floe")
