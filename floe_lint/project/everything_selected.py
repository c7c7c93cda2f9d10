"""Selections that select every asset although they read as if they selected some."""

from __future__ import annotations

from floe_lint.dagster.selection.index import AssetIndex
from floe_lint.dagster.selection.resolve import resolve
from floe_lint.dagster.selection.syntax import Expression, Not, Or, Term, children
from floe_lint.dagster.selection.tokens import SelectionError, show
from floe_lint.format.floe_yaml import Job
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.nothing_selected import why_empty
from floe_lint.project.selected import Selected, SelectedTerm


class Accident(NamedTuple):
    """What selects everything: a range of a term's characters, why, and what to write instead."""

    term: SelectedTerm
    start: int
    end: int
    message: str
    help: str | None

    def holds(self, term: SelectedTerm, start: int, end: int) -> bool:
        """Whether some characters of a term are part of it."""
        return self.term.route == term.route and self.start <= start and end <= self.end


def accident(job: Job, selected: Selected) -> Accident | None:
    """The part of a job's selection that selects every asset where that cannot be meant.

    A lone ``*`` is meant. What is not: ``not`` of nothing, ``not`` as an item of a list (a list is a union, so
    it adds instead of taking away), and ``*`` beside other items or operands, which then change nothing.
    """
    terms = selected.terms.get(job.name, ())
    if selected.is_known(job):
        found = _negated_nothing(terms, selected) or _negated_item(job, terms, selected)
        if found is not None:
            return found
    return _star_beside_others(terms)


def _negated_nothing(terms: tuple[SelectedTerm, ...], selected: Selected) -> Accident | None:
    index = selected.index
    for term in terms:
        if isinstance(term.expression, SelectionError) or not _is_all(term.mask, index):
            continue
        for negation in _negations(term.expression):
            if resolve(negation.child, index) == 0:
                child = negation.child
                inner = term._replace(text=term.text[child.start : child.end], expression=child)
                reason = why_empty(inner, index)[0]
                text = show(term.text[negation.start : negation.end])
                message = f"{text} takes nothing away, because {reason}"
                return Accident(term=term, start=negation.start, end=negation.end, message=message, help=None)
    return None


def _negated_item(job: Job, terms: tuple[SelectedTerm, ...], selected: Selected) -> Accident | None:
    if len(terms) < 2 or not _is_all(selected.mask(job.name), selected.index):
        return None
    for term in terms:
        expression = term.expression
        if isinstance(expression, Not) and not _is_all(term.mask, selected.index):
            text = term.text[expression.start : expression.end]
            others = [other.text for other in terms if not isinstance(other.expression, Not)]
            rest = others[0] if len(others) == 1 else f"({' or '.join(others or ['*'])})"
            return Accident(
                term=term,
                start=expression.start,
                end=expression.end,
                message=f"{show(text)} adds all other assets instead of taking some away, because the items of a list "
                "are a union",
                help=f"to take assets away, make it one item: {show(f'{rest} and {text}')}",
            )
    return None


def _star_beside_others(terms: tuple[SelectedTerm, ...]) -> Accident | None:
    stars = [term for term in terms if _is_everything(term.expression)]
    if stars and len(stars) < len(terms):
        term = stars[0]
        message = f"beside {show(term.text)} the other items change nothing"
        return Accident(term=term, start=0, end=len(term.text), message=message, help="leave one or the other out")
    for term in terms:
        operands = term.expression.operands if isinstance(term.expression, Or) else ()
        star = next((operand for operand in operands if _is_everything(operand)), None)
        if star is not None:
            text = show(term.text[star.start : star.end])
            message = f"beside {text} the rest of {show(term.text)} changes nothing"
            return Accident(
                term=term, start=star.start, end=star.end, message=message, help="leave one or the other out"
            )
    return None


def _is_all(mask: int, index: AssetIndex) -> bool:
    return index.materializable != 0 and mask & index.materializable == index.materializable


def _is_everything(expression: Expression | SelectionError) -> bool:
    if not isinstance(expression, Term):
        return False
    return (
        expression.attribute == "all"
        or (expression.attribute in ("asset", "key", "group") and expression.value == "*")
        or (expression.attribute == "is" and expression.value == "materializable")
    )


def _negations(expression: Expression) -> list[Not]:
    found = [expression] if isinstance(expression, Not) else []
    return found + [negation for child in children(expression) for negation in _negations(child)]
