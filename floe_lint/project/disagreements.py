"""What reading the two configuration files brought up, as problems: defects of text and of schema."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Literal

from floe_lint.document.document import Document
from floe_lint.document.source import DefectKind
from floe_lint.places import Place
from floe_lint.problem import At, Problem, Related
from floe_lint.project.project import Project
from floe_lint.schema.issue import IssueKind, SchemaIssue
from floe_lint.schema.owner import owner

_FILES: tuple[Literal["floe", "platform"], ...] = ("floe", "platform")


def defects(project: Project, kind: DefectKind) -> Iterator[Problem]:
    """The defects of one kind in floe.yaml and platform.yaml."""
    for document in (project.floe, project.platform):
        if document is None:
            continue
        for defect in document.defects:
            if defect.kind == kind:
                message = f"{_name(document)} {defect.message}" if kind == "unreadable" else defect.message
                yield Problem(Place(document.path, defect.span), message, help=defect.help)


def duplicates(project: Project) -> Iterator[Problem]:
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
    """Where floe.yaml and platform.yaml disagree with their schemas in one way.

    An entry that the boundary reports already is left to it.
    """
    for name in _FILES:
        for issue in project.schema_issues if name == "floe" else project.platform_issues:
            if issue.kind != kind or (name == "floe" and _is_breach(project, issue)):
                continue
            place = None if issue.variable is None else project.environment.places.get(issue.variable)
            related = () if place is None else (Related(place, f'"{issue.variable}" is set here'),)
            yield Problem(At(issue.route, key=issue.key, document=name), issue.message, issue.help, related)


def _is_breach(project: Project, issue: SchemaIssue) -> bool:
    """Whether the boundary reports what the issue is about: a name, or a value and what is in it."""
    if issue.kind == "invalid_name":
        return project.breaches.exactly_at(issue.route)
    if not issue.route or issue.kind in ("missing_key", "misplaced"):
        return False
    return project.breaches.at(issue.route)


def _name(document: Document) -> str:
    return os.path.basename(document.path) or document.path
