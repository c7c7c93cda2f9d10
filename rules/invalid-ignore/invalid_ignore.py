"""An ignore comment that cannot do what it says, or does not say why."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Fix, Outcome, Place, Problem, Project, Splice, is_certain, nearest

_FORM = 'write "# floe: ignore[rule-id] reason"'


def check(_project: Project, outcome: Outcome) -> Iterator[Problem]:
    """One problem for each id that cannot be ignored, and for each comment without ids or reason."""
    for ignore in outcome.ignores:
        place = Place(ignore.path, ignore.span)
        if ignore.word != "ignore":
            yield Problem(place, f'"{ignore.word}" is not how findings are ignored; {_FORM}')
        elif not ignore.listed:
            yield Problem(place, f"the comment names no rule, so it ignores nothing; {_FORM}")
        elif not ignore.rules:
            yield Problem(place, f"the brackets are empty, so nothing is ignored; {_FORM}")
        elif not ignore.reason:
            yield Problem(place, "the comment does not say why; add a reason behind the brackets", severity="warning")
        for rule, span in ignore.rules:
            info = outcome.known.get(rule)
            if info is None:
                near = nearest(rule, outcome.known)
                way_out = f'did you mean "{near}"?' if near else '"floe rules" lists them'
                place = Place(ignore.path, span)
                fix = None
                if near is not None:
                    certain = is_certain(rule, near, outcome.known)
                    fix = Fix(f'Write "{near}"', (Splice(place, near),), certain)
                yield Problem(place, f'there is no rule "{rule}"; {way_out}', fix=fix)
            elif not info.ignorable:
                yield Problem(Place(ignore.path, span), f'"{rule}" cannot be ignored; correct what it reports')
