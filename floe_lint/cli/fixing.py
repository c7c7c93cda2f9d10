"""``floe lint --fix``, ``--diff`` and ``--add-ignore``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from floe_lint.api import LintError, Options, lint, secrets_of
from floe_lint.findings.finding import Finding, Report
from floe_lint.fixes.add_ignores import Ignored, add_ignores
from floe_lint.fixes.diff import unified_diff
from floe_lint.fixes.rounds import Fixed, fix
from floe_lint.fixes.write_files import FixError, write_fixed

NOTHING_CHANGES, SOMETHING_CHANGES = 0, 1


def change(paths: list[str], options: Options, arguments: Any, *, show_info: bool) -> Report | int:
    """Do what the arguments ask for: the report of what remains, or after ``--diff`` the exit code.

    What was done is told on standard error. Raises ``LintError`` where nothing could be done.
    """
    _refuse_contradictions(arguments)

    def lint_with(texts: Mapping[str, str]) -> Report:
        return lint(*paths, options=options._replace(texts=texts))

    if arguments.add_ignore is not None:
        ignored = add_ignores(lint_with, arguments.add_ignore.strip(), info=show_info)
        return _finish(ignored, _of_ignores(ignored, arguments.diff), options, arguments.diff)
    try:
        fixed = fix(lint_with, unsafe=arguments.unsafe_fixes)
    except OSError as error:
        raise LintError(f'"{error.filename}" {error.strerror}') from None
    return _finish(fixed, _of_fixes(fixed, arguments), options, arguments.diff)


def _finish(result: Fixed | Ignored, told: list[str], options: Options, only_diff: bool) -> Report | int:
    if only_diff:
        secrets = {secret for path in result.report.projects for secret in secrets_of(path, options)}
        sys.stdout.write(unified_diff(result.before, result.texts, secrets))
    else:
        try:
            write_fixed(result.before, result.texts)
        except FixError as error:
            raise LintError(str(error)) from None
    for line in told:
        print(line, file=sys.stderr)
    if not only_diff:
        return result.report
    return SOMETHING_CHANGES if result.texts else NOTHING_CHANGES


def _refuse_contradictions(arguments: Any) -> None:
    if arguments.stdin_filename is not None:
        raise LintError("fixing needs files; it takes no --stdin-filename")
    if arguments.add_ignore is not None:
        if arguments.fix or arguments.unsafe_fixes:
            raise LintError("--add-ignore and --fix are two commands: fix first, then ignore what remains")
        if not arguments.add_ignore.strip():
            raise LintError('--add-ignore needs a reason, as in --add-ignore "comes with the next release"')
        if arguments.no_ignores:
            raise LintError("--add-ignore has no use with --no-ignores")
        if "#" in arguments.add_ignore or len(arguments.add_ignore.splitlines()) > 1:
            raise LintError('the reason of --add-ignore is one line without "#"')
    elif arguments.unsafe_fixes and not (arguments.fix or arguments.diff):
        raise LintError("--unsafe-fixes goes with --fix or --diff")


def _of_fixes(result: Fixed, arguments: Any) -> list[str]:
    lines = [
        f"{_place(finding)} not fixed, since this would bring: {_named(brings)}" for finding, brings in result.refused
    ]
    # What the user has to do for the fixes to be complete.
    notes = [finding.fix.note for finding in result.fixed if finding.fix is not None and finding.fix.note]
    lines += dict.fromkeys(notes)
    lines.append(f"{'Would fix' if arguments.diff else 'Fixed'} {_count(len(result.fixed))}.")
    hidden = [finding for finding in result.report.findings if finding.fix is not None and not finding.fix.safe]
    if hidden and not arguments.unsafe_fixes:
        lines.append(f"{_count(len(hidden))} more can be fixed with --unsafe-fixes.")
    return lines


def _of_ignores(result: Ignored, only_diff: bool) -> list[str]:
    lines = [f"{_place(finding)} cannot be ignored by a comment" for finding in result.left]
    verb = "Would add" if only_diff else "Added"
    return [*lines, f"{verb} ignore comments for {_count(len(result.ignored))}."]


def _named(brings: tuple[Finding, ...]) -> str:
    first = f"{brings[0].message} [{brings[0].rule}]"
    return first if len(brings) == 1 else f"{first} and {_count(len(brings) - 1)} more"


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.span.line}:{finding.span.column}: {finding.rule}"


def _count(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"
