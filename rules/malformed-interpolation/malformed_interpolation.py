"""A ``${`` that is not a variable."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, Scalar, malformed, variables


def check(project: Project) -> Iterator[Problem]:
    """One problem for each ``${`` in floe.yaml and platform.yaml that is not filled in."""
    for name, document in project.documents:
        if "${" not in document.text:
            continue
        for route, entry, node in document.walk():
            if (
                entry is not None
                and "${" in entry.key.text
                and (variables(entry.key.text) or malformed(entry.key.text))
            ):
                yield Problem(
                    At(route, key=True, document=name),
                    f'the key "{entry.key.text}" stays as it is; only in values are variables replaced',
                    help="write the key out",
                )
            if isinstance(node, Scalar) and "${" in node.text:
                for defect in malformed(node.text):
                    at = At(route, part=(defect.start, defect.end), document=name)
                    yield Problem(at, defect.reason)
