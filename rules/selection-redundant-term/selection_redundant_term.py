"""An item of a selection whose assets the other items select too."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Fix, Problem, Project, Remove, SelectedTerm, accident

_LOOKED_AT = 100
"""So many items are asked whether they alone cover another."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each item that can be left out, the smallest first, while all others stay."""
    selected = project.selected
    for job in project.declarations.jobs.values():
        if job.type != "batch" or len(job.selection) < 2:
            continue
        if not selected.is_known(job) or accident(job, selected) is not None:
            continue
        for term, cover in _redundant(selected.terms[job.name]):
            if cover is not None and cover.text == term.text:
                message = f'{term.shown} stands twice in the selection of job "{job.name}"'
            else:
                by = "the other items select" if cover is None else f"{cover.shown} selects"
                message = f'{term.shown} adds nothing to the selection of job "{job.name}": {by} its assets already'
            fix = Fix(f"Remove {term.shown}", (Remove(term.route),), safe=True)
            yield Problem(term.at(project.floe, 0, len(term.text)), message, fix=fix)


def _redundant(terms: tuple[SelectedTerm, ...]) -> list[tuple[SelectedTerm, SelectedTerm | None]]:
    """The items to leave out, smaller ones first while all others stay, with the one that covers each if one does.

    Of two that select the same the later one goes.
    """
    order = sorted(range(len(terms)), key=lambda place: (bin(terms[place].mask).count("1"), -place))
    larger = [0]
    for place in reversed(order):
        larger.append(larger[-1] | terms[place].mask)
    kept = 0
    found: dict[int, SelectedTerm | None] = {}
    for rank, place in enumerate(order):
        mask = terms[place].mask
        if mask and not mask & ~(kept | larger[len(order) - rank - 1]):
            largest = [terms[other] for other in order[:rank:-1][:_LOOKED_AT]]
            found[place] = next((other for other in largest if not mask & ~other.mask), None)
        else:
            kept |= mask
    return [(terms[place], found[place]) for place in sorted(found)]
