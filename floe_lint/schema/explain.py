"""Explaining why data does not have its shape, through pydantic and in our own words."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from floe_lint.interpolation import Unset
from floe_lint.nearest import nearest
from floe_lint.places import Key, Route
from floe_lint.schema.fields import DAGSTER_NAME, GROUP_NAME, PROJECT_NAME, SEMVER
from floe_lint.schema.owner import owner
from floe_lint.schema.shapes import Shape

IssueKind = Literal["unknown_key", "missing_key", "wrong_type", "invalid_value", "invalid_name", "misplaced"]


class SchemaIssue(NamedTuple):
    """One disagreement between a file and its schema. ``key`` points at the key rather than the value."""

    kind: IssueKind
    route: Route
    message: str
    key: bool = False
    help: str | None = None


def explain(document: Literal["floe", "platform"], data: Any) -> list[SchemaIssue]:
    """Every disagreement of the data with the schema of ``document``, at most one for a route."""
    from pydantic import ValidationError

    from floe_lint.schema import table
    from floe_lint.schema.floe_yaml import FloeFile
    from floe_lint.schema.platform_yaml import PlatformFile

    model, shape = (FloeFile, table.FLOE) if document == "floe" else (PlatformFile, table.PLATFORM)
    if not isinstance(data, dict):
        file = f"{document}.yaml"
        return [SchemaIssue("wrong_type", (), f"{file} must be a mapping of keys, not {_kind(data)}")]
    shown = {key: value for key, value in data.items() if not key.startswith("x-")}
    try:
        model.model_validate(shown)
    except ValidationError as error:
        details = error.errors(include_url=False)
    else:
        return []
    issues: dict[Route, SchemaIssue] = {}
    for detail in details:
        issue = _issue(detail, shown, shape)
        if issue is not None:
            issues.setdefault(issue.route, issue)
    return [issue for issue in issues.values() if not _is_covered(issue, issues)]


def _is_covered(issue: SchemaIssue, issues: dict[Route, SchemaIssue]) -> bool:
    """Whether another issue makes this one noise.

    The value above has the wrong type as a whole, or the key that is missing is there, misspelt.
    """
    if issue.kind == "missing_key":
        misspelt = f'did you mean "{issue.route[-1]}"?'
        if any(
            other.kind == "unknown_key"
            and other.route[:-1] == issue.route[:-1]
            and other.message.endswith(misspelt)
            for other in issues.values()
        ):
            return True
    return any(
        issue.route[:length] in issues and issues[issue.route[:length]].kind in ("wrong_type", "misplaced")
        for length in range(len(issue.route))
    )


class _Located(NamedTuple):
    route: Route
    shape: Shape
    parent: Any
    value: Any
    is_key: bool
    missing: bool


def _locate(location: tuple[Key, ...], data: Any, shape: Shape) -> _Located:
    """Turn pydantic's location, which names union members too, into a route and the shape that stands there."""
    route: list[Key] = []
    parent: Any = None
    value = data
    is_key = False
    missing = False
    steps = list(location)
    while steps:
        while shape[0] == "nullable":
            shape = shape[1]
        step = steps.pop(0)
        if step == "[key]":
            is_key = True
            continue
        if shape[0] == "union":
            shape = shape[1].get(step, shape)
            continue
        if shape[0] == "choice":
            shape = next((member for member in shape[1] if _fits(member, value)), shape)
            if shape[0] == "choice":
                break
            continue
        if isinstance(value, dict) and isinstance(step, str):
            parent = value
            route.append(step)
            missing = step not in value
            value = value.get(step)
            if shape[0] == "object":
                shape = shape[1].get(step, ("any",))
            elif shape[0] == "map":
                shape = shape[1]
        elif isinstance(value, list) and isinstance(step, int):
            parent = value
            route.append(step)
            value = value[step]
            shape = shape[1] if shape[0] == "array" else ("any",)
    while shape[0] == "nullable":
        shape = shape[1]
    if shape[0] == "choice":
        shape = next((member for member in shape[1] if _fits(member, value)), shape)
    return _Located(tuple(route), shape, parent, value, is_key, missing)


def _fits(shape: Shape, value: Any) -> bool:
    kinds = {"array": list, "map": dict, "object": dict, "string": str}
    return isinstance(value, kinds.get(shape[0], int))


def _issue(detail: Any, data: Any, root: Shape) -> SchemaIssue | None:
    kind = detail["type"]
    at = _locate(tuple(detail["loc"]), data, root)
    if isinstance(at.value, Unset) and not at.missing:
        return None
    route = at.route
    if at.is_key:
        return _invalid_name(route)
    if kind == "extra_forbidden":
        return _unknown_key(route, at.parent, root)
    if kind == "missing":
        return _missing(route)
    if kind == "union_tag_not_found":
        choices = _listed(at.shape[1])
        if "type" in at.value:
            return _issue_for_tag(route, at.value["type"], at.shape[1])
        return SchemaIssue(
            "missing_key",
            (*route, "type"),
            f'{owner(route)} has no "type"; it is one of {choices}',
        )
    if kind == "union_tag_invalid":
        return _issue_for_tag(route, at.value["type"], at.shape[1])
    return _value_issue(kind, at)


def _issue_for_tag(route: Route, tag: Any, members: dict[str, Shape]) -> SchemaIssue:
    place = (*route, "type")
    if not isinstance(tag, str):
        return SchemaIssue(
            "wrong_type", place, f'"type" of {owner(route)} takes one of {_listed(members)}, not {_kind(tag)}'
        )
    return SchemaIssue("invalid_value", place, f'"type" of {owner(route)} is "{tag}"{_instead(tag, members)}')


def _instead(text: str, choices: Any) -> str:
    near = nearest(text, choices)
    return f'; did you mean "{near}"?' if near else f"; it takes {_listed(choices)}"


def _listed(choices: Any) -> str:
    quoted = [f'"{choice}"' for choice in choices]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _unknown_key(route: Route, parent: Any, root: Shape) -> SchemaIssue:
    key = str(route[-1])
    where = owner(route[:-1])
    orchestration = root[1].get("orchestration")
    if orchestration is not None:
        sections = orchestration[1][1]
        if len(route) == 1 and key in sections:
            return SchemaIssue(
                "misplaced",
                route,
                f'"{key}" is at the top level, where nothing reads it; move it under "orchestration"',
                key=True,
            )
        if len(route) == 2 and route[0] == "orchestration" and key in root[1] and key not in sections:
            return SchemaIssue(
                "misplaced", route, f'"{key}" is under "orchestration"; move it to the top level', key=True
            )
    known = _known_keys(route, root, parent)
    near = nearest(key, [name for name in known if name not in parent])
    message = f'"{key}" is not a key of {where}'
    if near is not None:
        return SchemaIssue("unknown_key", route, f'{message}; did you mean "{near}"?', key=True)
    left = [name for name in known if name not in parent]
    help = f"keys that can be added: {', '.join(left)}" if left else None
    return SchemaIssue("unknown_key", route, message, key=True, help=help)


def _known_keys(route: Route, root: Shape, parent: Any) -> list[str]:
    shape = root
    for step in route[:-1]:
        shape = _step(shape, step)
    while shape[0] in ("nullable", "choice", "union"):
        if shape[0] == "union":
            shape = shape[1].get(parent.get("type"), ("any",))
        elif shape[0] == "nullable":
            shape = shape[1]
        else:
            shape = next((member for member in shape[1] if member[0] == "object"), ("any",))
    return list(shape[1]) if shape[0] == "object" else []


def _step(shape: Shape, step: Key) -> Shape:
    while shape[0] == "nullable":
        shape = shape[1]
    if shape[0] == "object":
        return shape[1].get(step, ("any",))  # type: ignore[no-any-return]
    if shape[0] == "union":
        return next((member[1][step] for member in shape[1].values() if step in member[1]), ("any",))
    if shape[0] in ("map", "array"):
        return shape[1]  # type: ignore[no-any-return]
    return ("any",)


def _missing(route: Route) -> SchemaIssue:
    parent = owner(route[:-1])
    what = f'has no "{route[-1]}"'
    return SchemaIssue("missing_key", route, f"{parent} {what}, which is required")


def _invalid_name(route: Route) -> SchemaIssue:
    name = str(route[-1])
    better = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")
    way_out = f'; "{better}" would do' if better and better != name else ""
    return SchemaIssue(
        "invalid_name",
        route,
        f'{owner(route)} has a name that Dagster refuses: only letters, digits and "_" are allowed{way_out}',
        key=True,
    )


_PATTERNS = {
    PROJECT_NAME: 'it starts with a letter and holds at most 100 letters, digits, "_" and "-"',
    DAGSTER_NAME: 'it holds only letters, digits and "_"',
    GROUP_NAME: 'it holds letters, digits and "_", with "/" between parts',
    SEMVER: 'it has three numbers, like "1.0.0"',
}


def _value_issue(kind: str, at: _Located) -> SchemaIssue:
    route, value, shape = at.route, at.value, at.shape
    name = _field(route)
    if value is None:
        return SchemaIssue("wrong_type", route, f"{name} has no value; it takes {_expected(shape)}")
    if shape[0] == "string" and isinstance(value, str):
        _, pattern, shortest, longest, choices, context = shape
        if choices:
            return SchemaIssue(
                "invalid_value", route, f'{name} is "{_short(value)}"{_instead(value, choices)}'
            )
        if shortest and len(value) < shortest:
            return SchemaIssue("invalid_value", route, f"{name} is empty")
        if longest and len(value) > longest:
            return SchemaIssue(
                "invalid_value", route, f"{name} has {len(value)} characters; {longest} are allowed"
            )
        return SchemaIssue(
            "invalid_value",
            route,
            f'{name} is "{_short(value)}", which is not {_noun(pattern, context)}: {_pattern_words(pattern, context)}',
        )
    if shape[0] == "integer" and type(value) is int:
        return SchemaIssue("invalid_value", route, f"{name} is {value}; the least is {shape[1]}")
    if shape[0] == "array" and isinstance(value, list):
        return SchemaIssue("invalid_value", route, f"{name} is an empty list")
    if shape[0] == "map" and isinstance(value, dict):
        return SchemaIssue(
            "invalid_value", route, f"{name} has {len(value)} entries; Dagster takes exactly {shape[3]}"
        )
    quote = ""
    if shape[0] == "string" and isinstance(value, (bool, int, float)):
        quote = "; put it in quotes"
    shown = f'the text "{_short(value)}"' if isinstance(value, str) else _kind(value)
    return SchemaIssue("wrong_type", route, f"{name} takes {_expected(shape)}, not {shown}{quote}")


def _noun(pattern: str | None, context: str | None) -> str:
    if context == "module":
        return "a Python path"
    return {SEMVER: "a semantic version", PROJECT_NAME: "a project name", GROUP_NAME: "a group name"}.get(
        pattern or "", "a name"
    )


def _pattern_words(pattern: str | None, context: str | None) -> str:
    if context == "module":
        return 'write names joined by dots, like "my_pipeline.assets.bronze"'
    return _PATTERNS.get(pattern or "", 'it holds letters, digits, "_", "-" and "."')


def _field(route: Route) -> str:
    if route and isinstance(route[-1], int) and len(route) > 1:
        return (
            f'item {route[-1] + 1} of "{route[-2]}" of {owner(route[:-2])}'
            if len(route) > 2
            else (f'item {route[-1] + 1} of "{route[-2]}"')
        )
    described = owner(route)
    if len(route) == 3 and route[0] == "orchestration":
        return described
    if len(route) <= 1 or described.startswith('"') and " of " in described:
        return described
    return f'"{route[-1]}" of {owner(route[:-1])}' if len(route) > 2 else described


def _expected(shape: Shape) -> str:
    if shape[0] == "string" and shape[4]:
        return _listed(shape[4])
    if shape[0] == "choice":
        parts = [_expected(member) for member in shape[1]]
        return " or ".join(dict.fromkeys(parts))
    words = {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "array": "a list",
        "map": "a mapping",
        "object": "a mapping",
        "union": 'a mapping with a "type"',
    }
    return words.get(shape[0], "another value")


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {value}" if len(str(value)) < 40 else "a very long number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
