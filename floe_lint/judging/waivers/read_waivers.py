"""Reading ``floe-waivers.yaml``. What is malformed grants nothing: every doubt is decided against the waiver."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from floe_lint.findings.finding import RuleInfo
from floe_lint.judging.waivers.waiver import Waiver, WaiverDefect, WaiverFile
from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.positions import Route, Span
from floe_lint.settings.configuration import WaiverPolicy
from floe_lint.yaml.data import to_data
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import read_document

VERSION = 1
REQUIRED = ("rule", "path", "owner", "reason", "expires")
OPTIONAL = ("route", "ticket")


def read_waivers(path: str, rules: dict[str, RuleInfo], policy: WaiverPolicy, today: date) -> WaiverFile:
    """Read a file under a policy. Never raises for what the file is or holds."""
    document = read_document(path)
    if document.defects:
        defect = document.defects[0]
        message = f"the waivers file cannot be read, so no waiver holds: {defect.message}"
        return WaiverFile(path, (), (WaiverDefect(message, defect.span, defect.help),))
    data = to_data(document, None)
    problem = _of_file(document, data)
    if problem is not None:
        return WaiverFile(path, (), (problem,))
    waivers: list[Waiver] = []
    defects: list[WaiverDefect] = []
    for index, entry in enumerate(data["waivers"] or ()):
        made = _waiver(document, ("waivers", index), entry, rules, policy, today)
        if isinstance(made, Waiver):
            waivers.append(made)
        else:
            defects.append(made)
    return WaiverFile(path, tuple(waivers), tuple(defects))


def _of_file(document: Document, data: Any) -> WaiverDefect | None:
    """What keeps the whole file from granting anything."""
    nothing = "so no waiver holds"
    if not isinstance(data, dict):
        return WaiverDefect(
            f"the waivers file is not a mapping, {nothing}", document.span(()), 'write "version: 1" and "waivers:"'
        )
    for key in data:
        if key not in ("version", "waivers"):
            message = f'"{key}" is not a key of a waivers file, {nothing}; the keys are version and waivers'
            return WaiverDefect(message, document.span((key,), key=True))
    if "version" not in data:
        add = f'add "version: {VERSION}" as its first line'
        return WaiverDefect(f'the waivers file has no "version", {nothing}', document.span(()), add)
    if type(data["version"]) is not int or data["version"] != VERSION:
        return WaiverDefect(f'"version" of the waivers file must be {VERSION}, {nothing}', document.span(("version",)))
    if not isinstance(data.get("waivers"), (list, type(None))):
        return WaiverDefect(f'"waivers" is not a list, {nothing}', document.span(("waivers",)))
    if "waivers" not in data:
        return WaiverDefect(f'the waivers file has no "waivers", {nothing}', document.span(()))
    return None


def _waiver(
    document: Document, route: Route, entry: Any, rules: dict[str, RuleInfo], policy: WaiverPolicy, today: date
) -> Waiver | WaiverDefect:
    if not isinstance(entry, dict):
        return WaiverDefect("the waiver is not a mapping and grants nothing", document.span(route))
    shown = f'the waiver of "{entry["rule"]}"' if isinstance(entry.get("rule"), str) else "the waiver"
    head = _head(document, route, entry)
    for key in entry:
        if key not in REQUIRED and key not in OPTIONAL:
            near = nearest(str(key), (*REQUIRED, *OPTIONAL))
            way_out = f'did you mean "{near}"?' if near else f"its keys are {', '.join((*REQUIRED, *OPTIONAL))}"
            return WaiverDefect(
                f'"{key}" is not a key of a waiver; {shown} grants nothing',
                document.span((*route, key), key=True),
                way_out,
            )
    for key in (*REQUIRED, *(("ticket",) if policy.require_ticket else ())):
        if key not in entry:
            return WaiverDefect(f'{shown} has no "{key}" and grants nothing', head, f'add "{key}:"')
    for key, value in entry.items():
        if not isinstance(value, str) or not value.strip():
            is_text = isinstance(value, str)
            return WaiverDefect(
                f'"{key}" of {shown} is {"empty" if is_text else "not a text"}, so it grants nothing',
                document.span((*route, key)),
                "fill it in, or remove the waiver" if is_text else "quote it",
            )
    problem = _refused(entry["rule"], rules, policy)
    if problem is not None:
        return WaiverDefect(f"{shown} grants nothing: {problem}", document.span((*route, "rule")))
    expires_at = document.span((*route, "expires"))
    try:
        expires = date.fromisoformat(entry["expires"]) if len(entry["expires"]) == 10 else None
    except ValueError:
        expires = None
    if expires is None:
        return WaiverDefect(
            f'"expires" of {shown} is "{entry["expires"]}", which is no date; it grants nothing',
            expires_at,
            "write the last day on which it holds as YYYY-MM-DD",
        )
    days = (expires - today).days
    if days > policy.max_days:
        return WaiverDefect(
            f"{shown} would hold for {days} more days and grants nothing: the policy allows {policy.max_days}",
            expires_at,
            "write an earlier day and renew the waiver when it comes",
        )
    return Waiver(
        rule=entry["rule"],
        path=entry["path"],
        route=entry.get("route", ""),
        owner=entry["owner"],
        reason=entry["reason"],
        ticket=entry.get("ticket", ""),
        expires=expires,
        span=head,
        expires_span=expires_at,
    )


def _head(document: Document, route: Route, entry: dict[str, Any]) -> Span:
    """The first line of an entry as readers see it: its rule, else its first key."""
    key = "rule" if "rule" in entry else next(iter(entry), None)
    if key is None:
        return document.span(route)
    start, end = document.span((*route, key), key=True), document.span((*route, key))
    return Span(start.line, start.column, end.end_line, end.end_column) if key == "rule" else start


def _refused(rule: str, rules: dict[str, RuleInfo], policy: WaiverPolicy) -> str | None:
    """Why no waiver may name a rule, or ``None``."""
    info = rules.get(rule)
    if info is None:
        near = nearest(rule, rules)
        return f'there is no rule "{rule}"' + (f'; did you mean "{near}"?' if near else "")
    if _named(info, policy.never):
        return "the policy lets nobody waive this rule"
    if not info.ignorable and "boundary" not in info.tags:
        return "without what this rule asks for there is nothing to load"
    if "waiver" in info.tags:
        return "what is said of waivers cannot be waived"
    return None


def _named(info: RuleInfo, selectors: Collection[str]) -> bool:
    return any(selector == info.id or selector in info.tags or info.id.startswith(selector) for selector in selectors)
