"""An ignore comment that ignores nothing."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Cut, Fix, Ignore, Outcome, Place, Problem, Project, Span, Splice


def check(_project: Project, outcome: Outcome) -> Iterator[Problem]:
    """One problem for each id whose rule ran and found nothing there."""
    for ignore in outcome.ignores:
        for index, (rule, span) in enumerate(ignore.rules):
            if rule not in outcome.ran or not outcome.known[rule].ignorable or (ignore, rule) in outcome.used:
                continue
            whole = "delete the comment" if len(ignore.rules) == 1 else f"delete the id {rule}"
            yield Problem(
                Place(ignore.path, span),
                f'"{rule}" finds nothing in line {ignore.line}, so nothing is ignored',
                whole,
                fix=Fix(whole[0].upper() + whole[1:], (_cut(ignore, index),), safe=True),
            )


def _cut(ignore: Ignore, index: int) -> Cut | Splice:
    """The id with the comma that parts it from another; the whole comment where there is no other."""
    if len(ignore.rules) == 1:
        return Cut(Place(ignore.path, ignore.span))
    span = ignore.rules[index][1]
    if index:
        start, end = ignore.rules[index - 1][1].end_column, span.end_column
    else:
        start, end = span.column, ignore.rules[1][1].column
    return Splice(Place(ignore.path, Span(span.line, start, span.line, end)), "")
