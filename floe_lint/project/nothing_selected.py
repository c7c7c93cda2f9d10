"""Why a term of a selection selects nothing, in words."""

from __future__ import annotations

from collections.abc import Container

from floe_lint.dagster.selection.index import AssetIndex, SelectableAsset
from floe_lint.dagster.selection.resolve import resolve
from floe_lint.dagster.selection.syntax import Expression, Term, Traversal
from floe_lint.dagster.selection.tokens import SelectionError, show
from floe_lint.dagster.selection.unknown import UnknownName, unknown_names
from floe_lint.findings.problem import Fix
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.corrections import spelling
from floe_lint.project.project import Project
from floe_lint.project.selected import SelectedTerm

_MOST = 3
"""No message gives more reasons."""


class Reason(NamedTuple):
    """Why some characters of a term select nothing: a clause, and a question after what was meant or ``""``.

    ``meant`` is the only suggestion, where there is just one.
    """

    clause: str
    way_out: str
    start: int
    end: int
    meant: str | None = None

    def __str__(self) -> str:
        return f"{self.clause}; {self.way_out}" if self.way_out else self.clause


def unknown_parts(term: SelectedTerm, index: AssetIndex, kinds: Container[str] | None = None) -> list[Reason]:
    """The names in a term that do not exist, whether the rest of it selects something or not.

    With ``kinds``, only names of these attributes (``asset``, ``key``, ``group``, …).
    """
    if isinstance(term.expression, SelectionError):
        return []
    names = unknown_names(term.expression, index)
    return [_of_name(unknown) for unknown in names if kinds is None or unknown.kind in kinds]


def promised_index(project: Project, promised: frozenset[str]) -> AssetIndex:
    """The assets that are known and those that dbt's files promise, of which only the keys are known."""
    known = project.selected.index.assets
    further = [
        SelectableAsset(key, key.rpartition("/")[2]) for key in sorted(promised) if key not in project.catalog.by_key
    ]
    return AssetIndex([*known, *further], [()] * (len(known) + len(further)))


def why_empty(term: SelectedTerm, index: AssetIndex) -> list[Reason]:
    """Why a term selects nothing: at least one reason, the unknown names before anything else."""
    expression = term.expression
    assert not isinstance(expression, SelectionError)
    found = unknown_parts(term, index)
    if found:
        return found
    if _is_external(expression, index):
        clause = f"{show(term.text)} finds only external assets, which no run materializes"
    else:
        clause = f"no asset matches {show(term.text)}"
    return [Reason(clause=clause, way_out="", start=expression.start, end=expression.end)]


def joined_reasons(reasons: list[Reason]) -> str:
    """Several reasons in one sentence."""
    if len(reasons) == 1:
        return str(reasons[0])
    clauses = [f"{r.clause} ({r.way_out})" if r.way_out else r.clause for r in reasons[:_MOST]]
    more = len(reasons) - _MOST
    return ", ".join(clauses) + (f", and {more} more" if more > 0 else "")


def _of_name(unknown: UnknownName) -> Reason:
    meant = unknown.suggestions[0] if len(unknown.suggestions) == 1 else None
    return Reason(clause=_clause(unknown), way_out=_way_out(unknown), start=unknown.start, end=unknown.end, meant=meant)


def term_correction(project: Project, term: SelectedTerm, reasons: list[Reason]) -> Fix | None:
    """The fix that writes what was meant by the only unknown name of a term, where there is one suggestion."""
    if len(reasons) != 1 or reasons[0].meant is None:
        return None
    start, end, meant = reasons[0].start, reasons[0].end, reasons[0].meant
    return spelling(term.at(project.floe, start, end), term.text[start:end], meant, ())


def _clause(unknown: UnknownName) -> str:
    name = show(unknown.name)
    if unknown.ambiguous:
        return f"several assets are called {name}"
    if unknown.kind == "asset":
        return f"no asset is called {name}"
    if unknown.kind == "key":
        return f"no asset has the key {name}"
    if unknown.kind == "group":
        return f"no asset is in group {name}"
    if unknown.kind == "kind":
        return f"no asset is of kind {name}"
    return f"no asset has the {unknown.kind} {name}"


def _way_out(unknown: UnknownName) -> str:
    if not unknown.suggestions:
        return ""
    *first, last = [f'"{suggestion}"' for suggestion in unknown.suggestions]
    names = f"{', '.join(first)} or {last}" if first else last
    return f"write {names}" if unknown.ambiguous else f"did you mean {names}?"


def _is_external(expression: Expression, index: AssetIndex) -> bool:
    """Whether what a condition names, or begins to walk from, exists on external assets alone."""
    if isinstance(expression, Traversal):
        return resolve(expression.child, index) & index.external != 0
    if not isinstance(expression, Term) or expression.value is None:
        return False
    if expression.attribute == "group":
        return expression.value in index.groups
    if expression.attribute == "kind":
        return expression.value in index.kinds
    return expression.attribute == "tag" and (expression.value, expression.tag_value) in index.tags
