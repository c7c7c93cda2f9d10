"""Reading the cases in a rule's ``good/`` and ``bad/`` folders.

A line that must be reported ends in ``# error@COL-ENDCOL: message`` (severity, 1-based columns, end exclusive),
once for each finding. ``# error[other-rule]@…`` expects another rule. Where no comment can stand on the line,
``#> error@…`` on a line above speaks of the next line that is no such comment, ``#> +N error@…`` of the Nth line
after that one. Of a span over several lines only the first column is compared: END is START.

A file is linted as the floe.yaml of the project in ``tests/shop``, whose modules ``shop.assets``, ``shop.ops`` and
``shop.sensors`` it may use; a folder is a project of its own, ``*.env`` files in it are its env files, a
``floe-lint.toml`` its configuration. The configuration of a file stands in lines ``#! …``, as in ``floe-lint.toml``.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from floe_lint.findings.finding import RuleInfo

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
SHOP = ROOT / "tests" / "shop"
TODAY = date(2026, 1, 15)
"""The day on which every case is judged, so that no case changes with time."""

_EXPECTATION = re.compile(
    r"(?P<severity>error|warning|info)(?:\[(?P<rule>[a-z0-9-]+)\])?@(?P<start>\d+)-(?P<end>\d+): (?P<message>.*)"
)
_TRAILING = re.compile(r"\s#\s*(?=(?:error|warning|info)(?:\[[a-z0-9-]+\])?@\d+-\d+: )")
_ABOVE = re.compile(r"^\s*#>\s*(?:\+(?P<offset>\d+)\s+)?(?P<rest>(?:error|warning|info).*)$")


class Case(NamedTuple):
    """A file or a folder of a rule."""

    rule: str
    good: bool
    path: Path


class Expected(NamedTuple):
    """A finding as a case states it. ``path`` is relative to the project's folder."""

    path: str
    line: int
    start: int
    end: int
    rule: str
    severity: str
    message: str


def all_cases(pack: Path = RULES) -> list[Case]:
    """Every case of every rule of a pack, files and folders."""
    cases: list[Case] = []
    for folder in sorted(pack.iterdir()):
        for kind in ("good", "bad"):
            if not (folder / kind).is_dir():
                continue
            cases.extend(
                Case(folder.name, kind == "good", path)
                for path in sorted((folder / kind).iterdir())
                if path.is_dir() or path.suffix in (".yaml", ".yml")
            )
    return cases


def selection(rule: RuleInfo) -> list[str]:
    """What the cases of a rule select: ``ALL``, which leaves previews out, and the rule itself where it is one."""
    return ["ALL", rule.id] if rule.preview else ["ALL"]


def configuration(case: Case, folder: Path) -> Path | None:
    """A configuration file for a case that states one in its own lines, written to a folder."""
    if case.path.is_dir():
        return None
    lines = case.path.read_text(encoding="utf-8", errors="replace").splitlines()
    stated = [line[2:] for line in lines if line.startswith("#!")]
    if not stated:
        return None
    path = folder / "floe-lint.toml"
    path.write_text("\n".join(stated) + "\n", encoding="utf-8")
    return path


def expectations(case: Case) -> list[Expected]:
    """What a case says must be reported, in the order of the files."""
    if case.path.is_file():
        return _read(case, case.path, "floe.yaml")
    found = []
    for folder, _, names in os.walk(case.path):
        for name in sorted(names):
            if name.endswith((".yaml", ".yml", ".py", ".env")):
                path = Path(folder) / name
                found.extend(_read(case, path, path.relative_to(case.path).as_posix()))
    return found


def _read(case: Case, path: Path, shown: str) -> list[Expected]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = []
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        above = _ABOVE.match(line)
        if above is not None:
            waiting.append((int(above["offset"] or 0), above["rest"]))
            continue
        for offset, text in waiting:
            found.append(_expected(case, shown, number + offset, text))
        waiting = []
        found.extend(_expected(case, shown, number, text) for text in _TRAILING.split(line)[1:])
    return found


def _expected(case: Case, path: str, line: int, text: str) -> Expected:
    match = _EXPECTATION.fullmatch(text.strip())
    assert match is not None, f"{path}:{line}: cannot read the expectation {text!r}"
    return Expected(
        path,
        line,
        int(match["start"]),
        int(match["end"]),
        match["rule"] or case.rule,
        match["severity"],
        match["message"],
    )


def set_times(case: Case) -> None:
    """Give the files of a folder case the ages that its ``touch.txt`` states.

    A line is a path and how many seconds it is newer than the files that are not named.
    """
    listing = case.path / "touch.txt"
    if not listing.is_file():
        return
    newer = dict(line.split() for line in listing.read_text(encoding="utf-8").splitlines())
    for path in case.path.rglob("*"):
        if path.is_file():
            moment = 1_700_000_000 + int(newer.get(path.relative_to(case.path).as_posix(), "0"))
            os.utime(path, (moment, moment))


def without_expectations(path: Path) -> None:
    """Rewrite a case's file without its configuration and what it says must be reported; other files stay."""
    try:
        lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    except UnicodeDecodeError:
        return
    kept = []
    for line in lines:
        body = line.rstrip("\r\n")
        if _ABOVE.match(body) is None and not body.startswith("#!"):
            kept.append(_TRAILING.split(body)[0].rstrip(" ") + line[len(body) :] if _TRAILING.search(body) else line)
    if kept != lines:
        stamp = path.stat()
        path.write_bytes("".join(kept).encode("utf-8"))
        os.utime(path, (stamp.st_atime, stamp.st_mtime))
