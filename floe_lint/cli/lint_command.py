"""``floe lint``: from arguments to an exit code."""

from __future__ import annotations

import os
import sys
from typing import Any

from floe_lint import __version__
from floe_lint.api import LintError, Options, lint
from floe_lint.cli.quick_options import quick_options
from floe_lint.cli.result_cache import remember
from floe_lint.disk import filesystem
from floe_lint.disk.roots import repository_root
from floe_lint.findings.finding import SEVERITIES, Report, Severity
from floe_lint.kernel.lean_imports import prefer_lean_imports
from floe_lint.report import FORMATS, load_renderer
from floe_lint.report.render_options import RenderOptions
from floe_lint.settings.configuration import Configuration
from floe_lint.settings.keys import ConfigurationError
from floe_lint.settings.settings_files import SettingsFiles
from floe_lint.variables.env_files import EnvFileError, parse_assignment

CLEAN, FINDINGS, COULD_NOT_LINT = 0, 1, 2


def run(arguments: list[str]) -> int:
    """Lint as the arguments say and return the exit code."""
    prefer_lean_imports()
    options = quick_options(arguments) or _parsed(arguments)
    try:
        outputs = _outputs(options)
        stdin = sys.stdin.buffer.read() if options.stdin_filename is not None else None
        paths = [options.stdin_filename] if options.stdin_filename is not None else options.paths
        if options.stdin_filename is not None and options.paths:
            raise LintError("--stdin-filename takes no further paths")
        files = SettingsFiles()
        settings = files.read(options.config) if options.config else _nearest(files, _start(paths))
        show_info = settings.show_info if options.show_info is None else options.show_info
        require_complete = settings.require_complete if options.require_complete is None else True
        lint_options = Options(
            select=_joined(options.select),
            ignore=_joined(options.ignore),
            env_files=options.env_file,
            env=dict(parse_assignment(text) for text in options.env),
            configuration=options.config,
            max_file_size=options.max_file_size,
            no_ignores=options.no_ignores,
            exclude=options.exclude,
            stdin=stdin,
            waivers=not options.no_waivers,
            baseline=options.baseline,
            use_baseline=not options.no_baseline,
            changed_since=options.changed_since,
            processes=_processors(),
            cached=not options.no_cache,
            settings_files=files,
        )
        if options.fix or options.diff or options.add_ignore is not None or options.unsafe_fixes:
            from floe_lint.cli.fixing import change

            changed = change(paths, lint_options, options, show_info=show_info)
            if isinstance(changed, int):
                return changed
            report = changed
        else:
            report = _lint(paths, lint_options)
        printed = b"".join(
            _write(report, name, target, options, show_info, require_complete) for name, target in outputs
        )
    except (LintError, ConfigurationError, EnvFileError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f'"{error.filename}" cannot be written: {error.strerror}' if error.filename else str(error))
    code = _exit_code(report, options.fail_on or settings.fail_on, require_complete, options.exit_zero)
    for failed in report.failed:
        print(f"floe lint: {failed.project} was not linted: {failed.reason}", file=sys.stderr)
    if code != COULD_NOT_LINT:
        remember(arguments, printed, code)
    return code


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _lint(paths: list[str], options: Options) -> Report:
    """Lint with a progress bar where there is somebody to see it, on all processors where there is enough to do."""
    if not sys.stderr.isatty():
        return lint(*paths, options=options)
    from floe_lint.cli.progress import progress

    with progress() as bar:
        return lint(*paths, options=options._replace(judged=bar))


def _parsed(arguments: list[str]) -> Any:
    from floe_lint.cli.lint_options import lint_parser

    return lint_parser().parse_intermixed_args(arguments)


def _refuse(message: str) -> int:
    print(f"floe lint: {message}", file=sys.stderr)
    return COULD_NOT_LINT


def _start(paths: list[str]) -> str:
    """Where to look for the settings of the run as a whole."""
    if not paths:
        return "."
    first = paths[0]
    return first if filesystem.is_folder(first) else os.path.dirname(first) or "."


def _nearest(files: SettingsFiles, start: str) -> Configuration:
    """The settings of the run: those where it starts, or of the working folder where they fail a project of their own.

    Raises ``ConfigurationError``.
    """
    try:
        return files.nearest(start)
    except ConfigurationError:
        return files.nearest(".")


def _joined(groups: list[list[str]] | None) -> list[str] | None:
    return None if groups is None else [name for group in groups for name in group]


def _outputs(options: Any) -> list[tuple[str, str | None]]:
    """Formats with the files they go to; ``None`` is standard output."""
    outputs: list[tuple[str, str | None]] = []
    default = options.format or "text"
    to_stdout = options.format is not None or not options.output
    for text in options.output:
        name, separator, target = text.partition("=")
        if separator and name in FORMATS:
            outputs.append((name, target))
        elif separator and name.isalpha():
            raise LintError(f'"--output {text}" names no format; known are {", ".join(sorted(FORMATS))}')
        else:
            outputs.append((default, text))
            to_stdout = False
        if not outputs[-1][1]:
            raise LintError(f'"--output {text}" names no file')
    if to_stdout:
        outputs.insert(0, (default, None))
    return outputs


def _write(
    report: Report, name: str, target: str | None, options: Any, show_info: bool, require_complete: bool
) -> bytes:
    """Write one report and return what went to standard output."""
    terminal = target is None and sys.stdout.isatty()
    color = options.color == "always" or (
        options.color == "auto" and terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    text = load_renderer(name)(
        report,
        RenderOptions(
            color=color and target is None,
            width=_width() if terminal else 100,
            show_suppressed=options.show_suppressed,
            show_info=show_info,
            statistics=options.statistics,
            quiet=options.quiet,
            repository_root=repository_root(os.getcwd()),
            working_directory=os.getcwd(),
            tool_version=__version__,
            require_complete=require_complete,
        ),
    )
    if target is not None:
        from floe_lint.disk.atomic_write import write_atomically

        write_atomically(target, text)
        return b""
    data = text.encode("utf-8", "replace")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return data


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def _exit_code(report: Report, fail_on: Severity, require_complete: bool, exit_zero: bool) -> int:
    if report.crashed or report.failed:
        return COULD_NOT_LINT
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    fails = any(finding.severity in failing for finding in report.findings) or (require_complete and report.unchecked)
    return FINDINGS if fails and not exit_zero else CLEAN
