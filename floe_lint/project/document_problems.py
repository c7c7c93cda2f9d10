"""What reading the two configuration files brought up, as problems: defects of text and of schema."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from floe_lint.findings.problem import At, Fix, Move, Problem, Related, Replace
from floe_lint.format.owners import owner
from floe_lint.kernel.positions import Place
from floe_lint.project.project import Project
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Scalar, keys_of
from floe_lint.yaml.source import DefectKind

if TYPE_CHECKING:
    from floe_lint.format.issues import IssueKind, SchemaIssue

_FILES: tuple[Literal["floe", "platform"], ...] = ("floe", "platform")
_NOT_OF_VALUES: tuple[IssueKind, ...] = ("invalid_name", "missing_key", "misplaced")
"""Issues of a name, or of what is not there: nothing in the value matters to them."""


def text_defects(project: Project, kind: DefectKind) -> Iterator[Problem]:
    """The defects of one kind in floe.yaml and platform.yaml."""
    for document in (project.floe, project.platform):
        if document is None:
            continue
        for defect in document.defects:
            if defect.kind == kind:
                message = f"{_name(document)} {defect.message}" if kind == "unreadable" else defect.message
                yield Problem(Place(document.path, defect.span), message, help=defect.help)


def duplicate_keys(project: Project) -> Iterator[Problem]:
    """The keys that stand twice in one mapping."""
    for document in (project.floe, project.platform):
        if document is None:
            continue
        for defect in document.defects:
            if defect.kind != "duplicate" or defect.first is None:
                continue
            first = Place(document.path, defect.first)
            where = f"{owner(defect.route[:-1])}; the first is in line {first.span.line}"
            yield Problem(
                Place(document.path, defect.span),
                f'"{defect.message}" is set twice in {where}',
                related=(Related(first, "the first one"),),
                help="YAML readers silently keep one of the two; delete the other",
            )


def disagreements(project: Project, kind: IssueKind) -> Iterator[Problem]:
    """Where floe.yaml and platform.yaml disagree with their schemas in one way."""
    for name in _FILES:
        for issue in project.schema_issues if name == "floe" else project.platform_issues:
            if issue.kind != kind:
                continue
            place = None if issue.variable is None else project.environment.places.get(issue.variable)
            related = () if place is None else (Related(place, f'"{issue.variable}" is set here'),)
            at = At(issue.route, key=issue.key, document=name)
            fix = _moves(project, issue) if issue.kind == "misplaced" else _corrected(project.document(name), at, issue)
            whole = bool(issue.route) and kind not in _NOT_OF_VALUES
            yield Problem(at=at, message=issue.message, help=issue.help, related=related, fix=fix, whole=whole)


def _corrected(document: Document, at: At, issue: SchemaIssue) -> Fix | None:
    """The fix that writes what was meant, in quotes where it stands without them."""
    if issue.correction is None:
        return None
    places = [at, *(at._replace(route=route) for route in issue.alike)]
    changes = [_replacement(document, place, issue.correction.text) for place in places]
    if None in changes:
        return None
    found = tuple(change for change in changes if change is not None)
    title = f"Write {found[0].new}" if found[0].as_written else f'Write "{found[0].new}"'
    # What has a defect is taken for absent, so the entry that holds it was not judged.
    above = at.route[:3] if at.route[0] == "orchestration" else at.route[:1]
    return Fix(title, found, issue.correction.certain, reveals=(above,))


def _replacement(document: Document, at: At, meant: str | None) -> Replace | None:
    entry, node = document.find(at.route)
    scalar = entry.key if at.key and entry is not None else node
    if not isinstance(scalar, Scalar):
        return None
    text = scalar.text if meant is None else meant
    if isinstance(scalar.value, str):
        return Replace(at, scalar.text, text)
    return Replace(at, scalar.text, f'"{text}"', as_written=True)


def _moves(project: Project, issue: SchemaIssue) -> Fix | None:
    """The fix that moves a section where it is read: those at the top level together, as one makes "orchestration"."""
    if len(issue.route) > 1:
        name = issue.route[-1]
        return Fix(f'Move "{name}" to the top level', (Move(issue.route, ()),), safe=True, reveals=((name,),))
    taken = keys_of(project.floe.node(("orchestration",)))
    routes = [other.route for other in project.schema_issues if other.kind == "misplaced" and len(other.route) == 1]
    free = [route for route in routes if route[0] not in taken]
    if issue.route not in free:
        return None
    names = " and ".join(f'"{route[0]}"' for route in free)
    changes = tuple(Move(route, ("orchestration",)) for route in free)
    reveals = tuple(("orchestration", route[0]) for route in free)
    return Fix(f'Move {names} under "orchestration"', changes, safe=True, reveals=reveals)


def _name(document: Document) -> str:
    return os.path.basename(document.path) or document.path
