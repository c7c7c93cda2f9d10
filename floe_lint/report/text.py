"""The report that people read in a terminal.

One layout makes styled pieces; without colours they are joined, with colours rich prints them. Only the second
way imports rich.
"""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.findings.finding import SEVERITIES, Finding, Report, Severity
from floe_lint.kernel.positions import Place
from floe_lint.report.excerpt import excerpt
from floe_lint.report.exchange import not_checked
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import one_line, printable, suppressed_by, visible

Piece = tuple[str, str]
"""A style and a text."""

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
_FRAME = "blue"


def render(report: Report, options: RenderOptions) -> str:
    """The report as text, ending in a line break unless there is nothing to say."""
    pieces = list(_layout(report, options))
    if not options.color:
        return "".join(text for _, text in pieces)
    return _colored(pieces, options.width)


def _colored(pieces: list[Piece], width: int) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    stream = StringIO()
    console = Console(
        file=stream,
        force_terminal=True,
        color_system="standard",
        width=max(width, 20),
        highlight=False,
        legacy_windows=False,
    )
    console.print(Text.assemble(*((text, style) for style, text in pieces)), soft_wrap=True, end="")
    return stream.getvalue()


def _layout(report: Report, options: RenderOptions) -> Iterator[Piece]:
    shown = visible(report, options)
    if options.quiet:
        for finding in shown:
            yield from _short(finding)
        if options.require_complete:
            yield from _unchecked(report, options)
        return
    for finding in shown:
        yield from _finding(finding, report, options)
    if options.show_suppressed:
        for finding in report.suppressed:
            yield from _finding(finding, report, options)
    if options.statistics:
        yield from _statistics(report)
    yield from _summary(report, options)


def _short(finding: Finding) -> Iterator[Piece]:
    span = finding.span
    yield "bold", f"{finding.path}:{span.line}:{span.column}"
    yield "", ": "
    yield _STYLES[finding.severity], f"{finding.severity}[{finding.rule}]"
    yield "", f" {one_line(finding.message)}{_environment(finding)}\n"


def _environment(finding: Finding) -> str:
    return f" (under {one_line(finding.environment)})" if finding.environment else ""


def _finding(finding: Finding, report: Report, options: RenderOptions) -> Iterator[Piece]:
    yield _STYLES[finding.severity], f"{finding.severity}[{finding.rule}]"
    yield "bold", f": {one_line(finding.message)}{_environment(finding)}\n"
    places = [finding.place, *(related.place for related in finding.related)]
    margin = len(str(max(max(place.span.line, place.span.end_line) for place in places)))
    yield from _place(finding.place, report, options, margin, "^", _STYLES[finding.severity], "-->")
    for related in finding.related:
        yield from _note("note", one_line(related.message), margin)
        yield from _place(related.place, report, options, margin, "-", _FRAME, "-->")
    if finding.help:
        for line in printable(finding.help).splitlines():
            yield from _note("help", line, margin)
    if finding.suppression is not None:
        reason = one_line(finding.suppression.reason) or "no reason given"
        yield from _note("ignored" if finding.suppression.kind == "inSource" else "accepted", reason, margin)
    info = report.rules.get(finding.rule)
    if info is not None and not finding.crash:
        yield from _note("docs", info.help_uri or f"floe explain {info.id}", margin)
    yield "", "\n"


def _note(label: str, text: str, margin: int) -> Iterator[Piece]:
    yield _FRAME, f"{' ' * margin} = "
    yield "bold", label
    yield "", f": {text}\n"


def _place(
    place: Place, report: Report, options: RenderOptions, margin: int, mark: str, style: str, arrow: str
) -> Iterator[Piece]:
    yield _FRAME, f"{' ' * margin}{arrow} "
    yield "", f"{one_line(place.path)}:{place.span.line}:{place.span.column}\n"
    lines = excerpt(report.sources.get(place.path, ""), place.span, options.width - margin - 5)
    if not lines:
        return
    yield _FRAME, f"{' ' * margin} |\n"
    for number, line in enumerate(lines):
        if number and line.number > lines[number - 1].number + 1:
            yield _FRAME, f"{'…':>{margin}} |\n"
        yield _FRAME, f"{line.number:>{margin}} | "
        yield "", f"{line.text}\n"
        yield _FRAME, f"{' ' * margin} | "
        yield style, f"{line.marks.replace('^', mark)}\n"


def _statistics(report: Report) -> Iterator[Piece]:
    counts: dict[tuple[Severity, str], int] = {}
    for finding in report.findings:
        key = (finding.severity, finding.rule)
        counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0][1]))
    for (severity, rule), count in ordered:
        yield "", f"{count:>5}  "
        yield _STYLES[severity], f"{severity:<8}"
        yield "", f" {rule}\n"
    if ordered:
        yield "", "\n"


def _summary(report: Report, options: RenderOptions) -> Iterator[Piece]:
    projects = _count(len(report.projects), "project")
    counts = [(severity, report.count(severity)) for severity in SEVERITIES]
    hidden = 0 if options.show_info else report.count("info")
    named = [
        _count(count, severity) for severity, count in counts if count and (severity != "info" or options.show_info)
    ]
    extras = []
    if hidden:
        extras.append(f"{_count(hidden, 'info')} hidden, show with --show-info")
    for label, count in suppressed_by(report).items():
        extras.append(f"{count} {label}")
    extra = f" ({'; '.join(extras)})" if extras else ""
    if not named:
        yield "bold green", f"No problems found in {projects}"
        yield "", f"{extra}.\n"
    else:
        found = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
        yield "bold", f"Found {found} in {projects}"
        yield "", f"{extra}.\n"
    if report.failed:
        yield _STYLES["error"], f"Not linted: {_count(len(report.failed), 'project')}"
        yield "", f", {', '.join(one_line(failed.project) for failed in report.failed)}\n"
    yield from _unchecked(report, options)
    for waiver in report.waivers:
        if waiver.state == "used":
            yield "", f"Waived until {waiver.expires}: {one_line(waiver.rule)} in {one_line(waiver.path)}"
            yield "", f", by {one_line(waiver.owner)}: {one_line(waiver.reason)}\n"
    yield from _fixable(report, options)
    if report.variables:
        yield "", f"To be set by a deployment: {', '.join(report.variables)}\n"


def _unchecked(report: Report, options: RenderOptions) -> Iterator[Piece]:
    for sentence in not_checked(report):
        if options.require_complete:
            yield _STYLES["error"], "error"
            yield "", f": {sentence}.\n"
        else:
            yield "", f"{sentence[0].upper()}{sentence[1:]}.\n"


def _fixable(report: Report, options: RenderOptions) -> Iterator[Piece]:
    fixes = [finding.fix for finding in visible(report, options) if finding.fix is not None]
    safe = sum(fix.safe for fix in fixes)
    unsafe = len(fixes) - safe
    if safe:
        more = f", {unsafe} more with --unsafe-fixes" if unsafe else ""
        yield "", f"{safe} fixable with --fix{more}.\n"
    elif unsafe:
        yield "", f"{unsafe} fixable with --fix --unsafe-fixes.\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
