"""``floe graph``."""

from __future__ import annotations

import os
import sys

from floe_lint.api import builtin_rules
from floe_lint.disk.discovery import discover
from floe_lint.judging.boundary_rules import breaches_of
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.project.project import Project
from floe_lint.project.whole_graph import whole_graph
from floe_lint.views import FORMATS
from floe_lint.views.around import AroundError, around
from floe_lint.views.shown import show
from floe_lint.yaml.parse import read_document


def print_graph(path: str | None, format: str, center: str | None) -> int:
    """Print the graph of one project; 2 when there is none, or no such node or format."""
    write = FORMATS.get(format)
    if write is None:
        return _refuse(f'"{format}" is not a format; use {", ".join(FORMATS)}')
    found = discover([path] if path is not None else [])
    if found.errors:
        return _refuse(found.errors[0])
    if len(found.files) > 1:
        return _refuse(f'there are {len(found.files)} projects below; name one, such as "{found.files[0]}"')
    document = read_document(found.files[0])
    if document.root is None and document.defects:
        return _refuse(f'"{found.files[0]}" cannot be read; "floe lint" says why')
    project = Project(ProjectFiles(document, process_environment=os.environ), Environment(None, {}))
    secrets = breaches_of(project, builtin_rules()).secrets
    graph = whole_graph(project)
    try:
        shown = graph if center is None else around(graph, center)
    except AroundError as error:
        return _refuse(str(error))
    try:
        sys.stdout.write(write(show(shown, project, secrets)))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _refuse(message: str) -> int:
    print(f"floe graph: {message}", file=sys.stderr)
    return 2
