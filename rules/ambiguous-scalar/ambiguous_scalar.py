"""A value or key without quotes that YAML 1.1 and YAML 1.2 read differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from floe_lint.rules import At, Fix, Problem, Project, Replace, Scalar, differs_in_yaml_1_1, resolve_plain_1_1


def check(project: Project) -> Iterator[Problem]:
    """One problem for each, where the schema has not refused the value anyway."""
    for name, document in project.documents:
        if not document.is_ambiguous:
            continue
        issues = project.schema_issues if name == "floe" else project.platform_issues
        refused = {issue.route for issue in issues}
        file = project.floe_file if name == "floe" else project.platform_file
        for route, entry, node in document.walk():
            if entry is not None and _differs(entry.key) and route not in refused:
                at = At(route, key=True, document=name)
                yield Problem(
                    at,
                    _message(entry.key, "key"),
                    f'write "{entry.key.text}":',
                    fix=_written(at, entry.key, entry.key.text),
                )
            if isinstance(node, Scalar) and _differs(node) and route not in refused:
                at, value = At(route, document=name), None if file is None else file.at(route)
                yield Problem(at, _message(node, "value"), _way_out(node, value), fix=_written(at, node, value))


def _differs(scalar: Scalar) -> bool:
    return not scalar.style and scalar.tag is None and differs_in_yaml_1_1(scalar.text)


def _message(scalar: Scalar, what: str) -> str:
    here, there = _show(scalar.value), _show(resolve_plain_1_1(scalar.text))
    return f"the {what} {scalar.text} is {here} in YAML 1.2, but {there} to tools that read YAML 1.1"


def _way_out(scalar: Scalar, value: Any) -> str:
    if isinstance(value, bool):
        return f"write {_show(value)}"
    if isinstance(scalar.value, (int, float)):
        return f'write {scalar.value} if it is a number, or "{scalar.text}" if it is text'
    return f'write "{scalar.text}"'


def _written(at: At, scalar: Scalar, value: Any) -> Fix | None:
    """The value that floe-lint reads, so that everybody reads it; a number may be meant as text, which nobody knows."""
    if isinstance(value, bool):
        text = _show(value)
    elif isinstance(scalar.value, str):
        text = f'"{scalar.text}"'
    else:
        return None
    return Fix(f"Write {text}", (Replace(at, scalar.text, text, as_written=True),), safe=True)


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "text" if isinstance(value, str) else f"the number {value}"
