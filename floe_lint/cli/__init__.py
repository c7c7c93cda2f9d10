"""The command line.

``lint`` and ``--version`` are answered without loading the command line library, which costs more than linting.
"""

from __future__ import annotations

import os
import sys

COMMANDS = ("lint", "explain", "rules", "graph", "schema", "lsp", "init", "baseline", "compile", "backfill")


def main(arguments: list[str] | None = None) -> None:
    """The console script ``floe``. Exits with 0 (clean), 1 (findings) or 2 (could not lint)."""
    if arguments is not None:
        _run(arguments)
    else:
        _run_process(_own_arguments())


def main_lint(arguments: list[str] | None = None) -> None:
    """The console script ``floe-lint``: ``floe lint`` where another ``floe`` exists, and its other commands."""
    given = _own_arguments() if arguments is None else arguments

    if not given or (given[0] not in COMMANDS and given[0] not in ("--version", "-V")):
        given = ["lint", *given]
    if arguments is not None:
        _run(given)
    else:
        _run_process(given)


def _own_arguments() -> list[str]:
    """The arguments of a process that is floe's alone, which is short enough to do without garbage collection."""
    import gc

    gc.disable()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started it; what is opened next would take its place
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    return sys.argv[1:]


def _run_process(arguments: list[str]) -> None:
    """Run as a process that is floe's alone.

    After linting it ends without taking apart what it has built, which takes a tenth of a run. Tools that watch a
    process (a debugger, coverage, a profiler) have work to do at its end.
    """
    try:
        _run(arguments)
    except SystemExit as end:
        if arguments[:1] == ["lint"] and isinstance(end.code, int) and not _is_watched():
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(end.code)
        raise


def _is_watched() -> bool:
    if sys.version_info >= (3, 12) and any(map(sys.monitoring.get_tool, range(6))):
        return True
    return sys.gettrace() is not None or sys.getprofile() is not None


def _run(arguments: list[str]) -> None:
    if arguments and arguments[0] == "lint":
        from floe_lint.cli.result_cache import recall

        known = recall(arguments[1:])
        if known is None:
            from floe_lint.cli.lint_command import run

            known = run(arguments[1:])
        raise SystemExit(known)
    try:
        try:
            _answer(arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk, above all
        print(f"floe: {error}", file=sys.stderr)
        with open(os.devnull, "w") as nowhere:  # what is left in the buffer would fail again at the end
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        raise SystemExit(2) from None


def _answer(arguments: list[str]) -> None:
    if arguments and arguments[0] in ("--version", "-V"):
        from floe_lint import __version__

        print(f"floe-lint {__version__}")
        raise SystemExit(0)
    from floe_lint.cli.app import app

    app(arguments, prog_name="floe")
