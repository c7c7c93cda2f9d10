"""What the selection under a cursor selects."""

from __future__ import annotations

from floe_lint.dagster.selection.resolve import resolve_all
from floe_lint.dagster.selection.syntax import Term, parse_selection, terms
from floe_lint.dagster.selection.tokens import SelectionError
from floe_lint.project.project import Project
from floe_lint.variables.interpolation import Unset, substitute


def selected(project: Project, text: str) -> int | SelectionError | None:
    """The assets that a text selects; ``None`` where a variable without a value decides."""
    meant = substitute(text, project.environment.variables)
    if isinstance(meant, Unset):
        return None
    expression = parse_selection(str(meant))
    if isinstance(expression, SelectionError):
        return expression
    return resolve_all([expression], project.selected.index)[0]


def term_at(text: str, offset: int) -> Term | None:
    """The one condition of a selection that a position is in."""
    expression = parse_selection(text)
    if isinstance(expression, SelectionError):
        return None
    return next((term for term in terms(expression) if term.start <= offset <= term.end), None)
