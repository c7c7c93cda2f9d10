"""The readers that are fuzzed. Each takes bytes and holds what must be true of any input."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

from floe_lint.api import Options, builtin_rules, lint
from floe_lint.dagster.cron.check_cron import check_cron, cron_ticks, describe_cron, minimum_interval_seconds
from floe_lint.dagster.selection.dagster_form import to_dagster
from floe_lint.dagster.selection.index import AssetIndex, SelectableAsset
from floe_lint.dagster.selection.resolve import resolve
from floe_lint.dagster.selection.syntax import parse_selection, terms
from floe_lint.dagster.selection.tokens import SelectionError
from floe_lint.dagster.selection.unknown import unknown_names
from floe_lint.dbt.assets import dbt_assets
from floe_lint.dbt.manifest import Manifest
from floe_lint.dbt.read_manifest import read_manifest
from floe_lint.kernel.positions import Span
from floe_lint.python.find_module import ModuleFile, find_module
from floe_lint.python.read_module import read_module
from floe_lint.variables.interpolation import malformed, substitute, variables
from floe_lint.yaml.data import to_data
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document

_FOLDER = Path(tempfile.mkdtemp(prefix="floe-fuzz-"))
_RULES = builtin_rules()
_NOW = datetime(2024, 6, 15, 12, 30, tzinfo=timezone.utc)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def yaml(data: bytes) -> None:
    """Any text is a document: every node and comment has a span inside the text."""
    text = _text(data)
    document = parse_document("floe.yaml", text)
    lines = 1 + len(text) + document.text.count("\n")
    for route, key, _ in document.walk():
        span = document.span(route, key=key is not None and bool(route))
        _inside(document, span, lines)
    to_data(document, {"A": "1"})


def _inside(document: Document, span: Span, lines: int) -> None:
    assert 1 <= span.line <= span.end_line <= lines, span
    assert span.column >= 1, span
    assert span.end_line > span.line or span.end_column >= span.column, span
    document.text_of(span)


def interpolation(data: bytes) -> None:
    """References and defects lie in the text, and replacing them ends."""
    text = _text(data)
    for variable in variables(text):
        assert text[variable.start : variable.start + 2] == "${", variable
        assert text[variable.end - 1] == "}", variable
        assert variable.name in text, variable
    for defect in malformed(text):
        assert 0 <= defect.start < defect.end <= len(text), defect
    if not variables(text):
        assert substitute(text, {}) == text or malformed(text)
    substitute(text, {variable.name: "${A}" for variable in variables(text)})


_INDEX = AssetIndex(
    [
        SelectableAsset(
            key, key.rsplit("/", 1)[-1], group, {"tier": "1", "pii": ""}, frozenset(["sql"]), ("team:a",), outside
        )
        for key, group, outside in (("a", "g", False), ("raw/b", "g", False), ("c", "h/i", False), ("d", "h", True))
    ],
    [[], [0], [0, 1], []],
)


def selection(data: bytes) -> None:
    """A selection is a tree or an error inside its text; its form for Dagster means the same to us."""
    text = _text(data)
    expression = parse_selection(text)
    if isinstance(expression, SelectionError):
        assert 0 <= expression.start <= expression.end <= max(len(text), 1), expression
        assert expression.message
        return
    for term in terms(expression):
        assert 0 <= term.start < term.end <= len(text), term
    unknown_names(expression, _INDEX)
    again = parse_selection(to_dagster(expression, _INDEX.key_of))
    if not isinstance(again, SelectionError):
        assert resolve(again, _INDEX) == resolve(expression, _INDEX), text


def cron(data: bytes) -> None:
    """A cron is refused or has ticks in order."""
    text = _text(data)
    describe_cron(text)
    defect = check_cron(text)
    if defect is not None and defect.kind != "large_step":
        assert defect.reason
        return
    for zone in ("UTC", "America/New_York"):
        ticks = cron_ticks(text, zone, _NOW, 4)
        assert len(ticks) == 4, ticks
        assert all(later > earlier for earlier, later in pairwise(ticks)), ticks
        assert ticks[0] > _NOW - timedelta(minutes=1), ticks
    assert minimum_interval_seconds(text) > 0


def manifest(data: bytes) -> None:
    """A manifest is read or refused with a reason, and what is read can be translated."""
    path = _FOLDER / "manifest.json"
    path.write_bytes(data)
    found = read_manifest(path, 10_000_000)
    if isinstance(found, Manifest):
        dbt_assets(found, {"raw.x": "x"})
    else:
        assert found.reason


def module(data: bytes) -> None:
    """A module is read, or refused at a place in it."""
    (_FOLDER / "module.py").write_bytes(data)
    file = find_module("module", [str(_FOLDER)], None)
    assert isinstance(file, ModuleFile)
    facts = read_module(file)
    if facts.syntax_error is not None:
        assert facts.syntax_error.message
        assert facts.syntax_error.place.span.line >= 1
    for asset in facts.assets:
        assert asset.place.span.line >= 1


def project(data: bytes) -> None:
    """A whole lint run of a floe.yaml: no rule crashes, and findings have places."""
    home = os.getcwd()
    os.chdir(_FOLDER)
    try:
        report = lint("floe.yaml", options=Options(stdin=data, rules=_RULES, env={"A": "1"}, use_configuration=False))
    finally:
        os.chdir(home)
    crashes = [finding.message for finding in report.findings if finding.crash]
    assert not crashes, crashes
    for finding in report.findings:
        assert finding.span.line >= 1, finding
        assert finding.message, finding


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": yaml,
    "interpolation": interpolation,
    "selection": selection,
    "cron": cron,
    "manifest": manifest,
    "module": module,
    "project": project,
}
