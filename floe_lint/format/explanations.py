"""Explaining why data does not have its shape, through pydantic and in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from floe_lint.format.check import check
from floe_lint.format.field_types import DAGSTER_NAME, GROUP_NAME, PROJECT_NAME, SEMVER
from floe_lint.format.issues import Correction, SchemaIssue
from floe_lint.format.owners import owner
from floe_lint.format.prune import prune
from floe_lint.format.shapes import Shape
from floe_lint.kernel.near_names import is_certain, nearest
from floe_lint.kernel.positions import Key, Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.variables.interpolation import Substituted, Unset


def explain(
    document: Literal["floe", "platform"], data: Any, given: Mapping[str, str] | None = None
) -> list[SchemaIssue]:
    """Every disagreement of the data with the schema of ``document``, at most one for a route.

    ``given`` maps variables to the env file that gives their value, for messages.
    """
    from pydantic import ValidationError

    from floe_lint.format import table
    from floe_lint.format.floe_yaml import FloeFile
    from floe_lint.format.platform_yaml import PlatformFile

    model, shape = (FloeFile, table.FLOE) if document == "floe" else (PlatformFile, table.PLATFORM)
    if not isinstance(data, dict):
        return [_not_a_mapping(document, data, shape)]
    shown = prune(shape, {key: value for key, value in data.items() if not key.startswith("x-")})
    try:
        model.model_validate(shown)
    except ValidationError as error:
        details = error.errors(include_url=False)
    else:
        return []
    issues: dict[Route, SchemaIssue] = {}
    covered: set[Route] = set()
    for detail in details:
        issue = _issue(detail, shown, shape, given or {}, covered)
        if issue is not None:
            issues.setdefault(issue.route, issue)
    kept = [issue for issue in issues.values() if not _is_covered(issue, issues, covered)]
    return _one_of_alike(kept) if kept else _unexplained(shape, shown)


def _unexplained(shape: Shape, data: dict[str, Any]) -> list[SchemaIssue]:
    """What is left where pydantic stops at a value that is not known before it comes to the defect."""
    failures: list[Route] = []
    check(shape, data, (), failures)
    return [SchemaIssue("invalid_value", route, f"{_field(route)} is not in the form it needs") for route in failures]


def _not_a_mapping(document: str, data: Any, shape: Shape) -> SchemaIssue:
    if data is None:
        required = " and ".join(f'"{key}"' for key in shape[2])
        return SchemaIssue("missing_key", (), f"the file is empty; a {document}.yaml needs at least {required}")
    help = None
    if isinstance(data, str) and "=" in data:
        help = 'write "key: value" with a colon and a space'
    example = next(iter(shape[2] or shape[1]))
    message = f'{document}.yaml is a mapping of keys such as "{example}:", not {_kind(data)}'
    return SchemaIssue("wrong_type", (), message, help=help)


def _is_covered(issue: SchemaIssue, issues: dict[Route, SchemaIssue], covered: set[Route]) -> bool:
    """Whether another issue makes this one noise: it says why a key is missing, or speaks of all above it."""
    if issue.kind == "missing_key" and issue.route in covered:
        return True
    return any(
        issue.route[:length] in issues and issues[issue.route[:length]].kind in _WHOLE
        for length in range(len(issue.route))
    )


def _one_of_alike(issues: list[SchemaIssue]) -> list[SchemaIssue]:
    """Of the items of a list that have a wrong type, the first, with how many there are."""
    items: dict[Route, list[Route]] = {}
    for issue in issues:
        if _is_wrong_item(issue):
            items.setdefault(issue.route[:-1], []).append(issue.route)
    kept = []
    for issue in issues:
        if not _is_wrong_item(issue):
            kept.append(issue)
            continue
        alike = items.pop(issue.route[:-1], None)
        if alike is not None:
            more = len(alike) - 1
            also = f" (and so for {more} more item{'s' if more > 1 else ''} of the list)" if more else ""
            kept.append(issue._replace(message=issue.message + also, alike=tuple(alike[1:])))
    return kept


def _is_wrong_item(issue: SchemaIssue) -> bool:
    return issue.kind == "wrong_type" and bool(issue.route) and isinstance(issue.route[-1], int)


_WHOLE = ("wrong_type", "misplaced", "uncoercible")
"""Kinds that speak of all that stands below them too."""


class _Located(NamedTuple):
    route: Route
    shape: Shape
    parent: Any
    value: Any
    is_key: bool


def _locate(location: tuple[Key, ...], data: Any, shape: Shape) -> _Located:
    """Turn pydantic's location, which names union members too, into a route and the shape that is there."""
    route: list[Key] = []
    parent: Any = None
    value = data
    is_key = False
    steps = list(location)
    while steps:
        while shape[0] == "nullable":
            shape = shape[1]
        step = steps.pop(0)
        if step == "[key]" and not steps and not (isinstance(value, dict) and step in value):
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
    return _Located(tuple(route), shape, parent, value, is_key)


def _fits(shape: Shape, value: Any) -> bool:
    kinds = {"array": list, "map": dict, "object": dict, "string": str}
    return isinstance(value, kinds.get(shape[0], int))


def _issue(detail: Any, data: Any, root: Shape, given: Mapping[str, str], covered: set[Route]) -> SchemaIssue | None:
    """The issue of one of pydantic's errors; what it explains besides goes into ``covered``."""
    kind = detail["type"]
    at = _locate(tuple(detail["loc"]), data, root)
    route = at.route
    if at.is_key:
        return _invalid_name(route)
    if kind == "extra_forbidden":
        return None if route in covered else _unknown_key(route, at.parent, root, covered)
    if kind == "missing":
        return _missing(route)
    if isinstance(at.value, Unset):
        return None
    if kind in ("union_tag_not_found", "union_tag_invalid") and isinstance(at.value, dict):
        return _tag_issue(route, at.value, at.shape[1], given)
    if at.shape[0] == "array" and isinstance(at.value, list) and kind != "too_short":
        # The list is right; this is pydantic trying what else the key takes.
        return None
    return _value_issue(at, given)


def _tag_issue(
    route: Route, entry: dict[str, Any], members: dict[str, Shape], given: Mapping[str, str]
) -> SchemaIssue | None:
    """The key "type", which decides what else an entry takes, is missing or says something else."""
    place = (*route, "type")
    if "type" not in entry:
        fitting = [name for name, shape in members.items() if set(entry) <= set(shape[1])]
        if len(fitting) == 1 and entry:
            way_out = f'by its keys it is "{fitting[0]}"'
        else:
            way_out = f"it is one of {_listed(members)}"
        return SchemaIssue("missing_key", place, f'{owner(route)} has no "type"; {way_out}')
    tag = entry["type"]
    if isinstance(tag, Unset):
        return None
    if isinstance(tag, Substituted):
        return _uncoercible(place, tag, _listed(members), given)
    if not isinstance(tag, str):
        return SchemaIssue("wrong_type", place, f'"type" of {owner(route)} takes {_listed(members)}, not {_kind(tag)}')
    message = f'"type" of {owner(route)} is "{_short(tag)}"{_instead(tag, members)}'
    return SchemaIssue("invalid_value", place, message, correction=_choice_meant(tag, members))


def _uncoercible(route: Route, value: Substituted, expected: str, given: Mapping[str, str]) -> SchemaIssue:
    """Text that variables gave does not fit: says which variable, and who gave its value."""
    takes = f"{_field(route)} takes {expected}, but "
    shown = f'"{_short(str(value))}"' if value else "empty"
    first, is_given = value.used[0]
    where = f" in {given[first.name]}" if is_given and first.name in given else ""
    if len(value.used) > 1:
        names = " and ".join(dict.fromkeys(f'"{variable.name}"' for variable, _ in value.used))
        message = f"{takes}the variables {names} make it {shown}"
    elif is_given:
        message = f'{takes}the variable "{first.name}" makes it {shown}{where}'
    else:
        message = f'{takes}the default of "{first.name}" makes it {shown}'
    source = next((variable.name for variable, from_outside in value.used if from_outside), None)
    return SchemaIssue("uncoercible", route, message, variable=source)


def _choice_meant(text: str, choices: Any) -> Correction | None:
    near = nearest(text, choices) or _sharing_a_word(text, choices)
    return None if near is None else Correction(near, is_certain(text, near, choices))


def _instead(text: str, choices: Any) -> str:
    near = nearest(text, choices) or _sharing_a_word(text, choices)
    return f'; did you mean "{near}"?' if near else f"; it takes {_listed(choices)}"


def _listed(choices: Any) -> str:
    quoted = [f'"{choice}"' for choice in choices]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _unknown_key(route: Route, parent: dict[str, Any], root: Shape, covered: set[Route]) -> SchemaIssue:
    key, above = str(route[-1]), route[:-1]
    misplaced = _misplaced(route, root)
    if misplaced is not None:
        return misplaced
    shape, others = _shapes_at(above, root, parent)
    known = list(shape[1]) if shape[0] == "object" else []
    left = [name for name in known if name not in parent]
    message = f'"{key}" is not a key of {owner(above)}'
    near = nearest(key, left) or _also_called(key, left)
    if near is not None:
        covered.add((*above, near))
        correction = Correction(near, is_certain(key, near, left))
        return SchemaIssue("unknown_key", route, f'{message}; did you mean "{near}"?', key=True, correction=correction)
    below = next((name for name in left if key in _fields(shape[1][name])), None)
    if below is not None:
        keys = [name for name in parent if name not in known and name in _fields(shape[1][below])]
        covered.update([(*above, below), *((*above, name) for name in keys)])
        verb = "belongs" if len(keys) == 1 else "belong"
        quoted = " and ".join(f'"{name}"' for name in keys)
        return SchemaIssue("unknown_key", route, f'{quoted} of {owner(above)} {verb} under "{below}"', key=True)
    other = next((tag for tag, member in others.items() if key in member[1]), None)
    if other is not None:
        covered.update((*above, name) for name in known)
        return SchemaIssue(
            "unknown_key",
            route,
            f'"{key}" is a key of the type "{other}", but {owner(above)} has the type "{parent.get("type")}"',
            key=True,
        )
    help = f"keys that can be added: {', '.join(left)}" if left else None
    return SchemaIssue("unknown_key", route, message, key=True, help=help)


def _misplaced(route: Route, root: Shape) -> SchemaIssue | None:
    """A section that stands at the top level instead of under "orchestration", or the other way round."""
    key = str(route[-1])
    if "orchestration" not in root[1]:
        return None
    sections = _fields(root[1]["orchestration"])
    if len(route) == 1 and key in sections:
        message = f'"{key}" is at the top level, where nothing reads it; move it under "orchestration"'
    elif len(route) == 2 and route[0] == "orchestration" and key in root[1] and key not in sections:
        message = f'"{key}" is under "orchestration", where nothing reads it; move it to the top level'
    else:
        return None
    return SchemaIssue("misplaced", route, message, key=True)


def _shapes_at(route: Route, root: Shape, value: dict[str, Any]) -> tuple[Shape, dict[str, Shape]]:
    """The shape of the mapping at a route, and those it would have with another "type"."""
    shape = root
    for step in route:
        shape = _step(shape, step)
    while shape[0] == "nullable":
        shape = shape[1]
    if shape[0] == "union":
        tag = value.get("type")
        return shape[1].get(tag, ("any",)), {name: one for name, one in shape[1].items() if name != tag}
    return shape, {}


def _fields(shape: Shape) -> dict[str, Shape]:
    """The keys that the mapping of a shape takes; none where it takes any."""
    while shape[0] == "nullable":
        shape = shape[1]
    fields: dict[str, Shape] = shape[1] if shape[0] == "object" else {}
    return fields


_ALSO_CALLED = {
    "active": "enabled",
    "arguments": "args",
    "asset_keys": "watched_assets",
    "config": "args",
    "default_status": "enabled",
    "desc": "description",
    "directory": "path",
    "folder": "path",
    "format": "fmt",
    "from": "start",
    "glob": "pattern",
    "interval": "poll_interval_seconds",
    "keys": "partition_keys",
    "params": "args",
    "parameters": "args",
    "select": "selection",
    "assets": "selection",
    "to": "end",
    "tz": "timezone",
    "values": "partition_keys",
}
"""What people who know Dagster, dbt or cron write, and what the format calls it."""


def _also_called(key: str, known: list[str]) -> str | None:
    """A known key by another name, or the only one that has a word of ``key``: ``cron``, ``function``."""
    other = _ALSO_CALLED.get(key)
    if other in known:
        return other
    return _sharing_a_word(key, known)


def _sharing_a_word(text: str, names: Iterable[str]) -> str | None:
    """The only name that has a word in common with a text."""
    words = set(text.lower().replace("-", "_").split("_"))
    alike = [name for name in names if words & set(name.lower().split("_"))]
    return alike[0] if len(alike) == 1 else None


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
    import unicodedata

    name = str(route[-1])
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    better = re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_")
    # The name of a variable with its default says nothing about a name: another rule tells what to do about it.
    way_out = f'; "{better}" would do' if better and better != name and "${" not in name else ""
    # Sets of partitions and backfills have names of floe's own, which go by the same pattern.
    who = "floe" if route[1:2] in (("partitions",), ("backfills",)) else "Dagster"
    return SchemaIssue(
        "invalid_name",
        route,
        f'{owner(route)} has a name that {who} refuses: only letters, digits and "_" are allowed{way_out}',
        key=True,
    )


_PATTERNS = {
    PROJECT_NAME: 'it starts with a letter and holds at most 100 letters, digits, "_" and "-"',
    DAGSTER_NAME: 'it holds only letters, digits and "_"',
    GROUP_NAME: 'it holds letters, digits and "_", with "/" between parts',
    SEMVER: 'it has three numbers, like "1.0.0"',
}


def _value_issue(at: _Located, given: Mapping[str, str]) -> SchemaIssue:
    route, value, shape = at.route, at.value, at.shape
    if isinstance(value, Substituted):
        return _uncoercible(route, value, _expected(shape, exact=True), given)
    name = _field(route)
    if value is None:
        return SchemaIssue("wrong_type", route, f"{name} has no value; it takes {_expected(shape)}")
    if shape[0] == "string" and isinstance(value, str):
        meant = _text_meant(value, shape)
        return SchemaIssue("invalid_value", route, _refused_text(name, value, shape), correction=meant)
    if shape[0] == "integer" and type(value) is int:
        return SchemaIssue("invalid_value", route, f"{name} is {_short(str(value))}; the least is {shape[1]}")
    if shape[0] == "array" and isinstance(value, list):
        return SchemaIssue("invalid_value", route, f"{name} is an empty list")
    if shape[0] == "map" and isinstance(value, dict):
        entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
        return SchemaIssue("invalid_value", route, f"{name} has {entries}; Dagster takes exactly {shape[3]}")
    shown = f'the text "{_short(value)}"' if isinstance(value, str) else _kind(value)
    message = f"{name} takes {_expected(shape)}, not {shown}{_conversion(route, value, shape)}"
    quotes = _takes_text(shape) and isinstance(value, (bool, int, float))
    meant = _quoted(value, shape) if quotes else None
    return SchemaIssue("wrong_type", route, message, correction=meant)


_SELECTORS = frozenset(["asset", "group", "key", "kind", "owner", "tag"])
_PROFILE_KEYS = frozenset(["storage", "catalog", "compute"])


def _conversion(route: Route, value: Any, shape: Shape) -> str:
    """How a value of the wrong type is most likely meant."""
    if len(route) == 1 and route[0] in _PROFILE_KEYS and isinstance(value, dict):
        return "; name a profile, and describe it in platform.yaml"
    if _takes_text(shape):
        if isinstance(value, (bool, int, float)):
            return "; put it in quotes"
        if isinstance(value, dict) and len(value) == 1:
            ((key, item),) = value.items()
            if isinstance(item, str) and key in _SELECTORS:
                return f'; write "{_short(key)}:{_short(item)}" without a space'
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            return f'; write "{_short(value[0])}" without brackets'
    if shape[0] == "array":
        if isinstance(value, str):
            return f"; write [{_short(value)}]"
        if isinstance(value, dict):
            return '; start each of its items with "- "'
    if shape[0] == "map" and isinstance(value, list):
        return '; write each name as a key, "name:", instead of "- "'
    return ""


def _text_meant(value: str, shape: Shape) -> Correction | None:
    """The text in place of one that is refused."""
    _, pattern, _, _, choices, _ = shape
    if choices:
        return _choice_meant(value, choices)
    better = _semver(value) if pattern == SEMVER else None
    return None if better is None else Correction(better, certain=True)


def _quoted(value: bool | int | float, shape: Shape) -> Correction | None:
    """A number or a boolean as the text that its place takes; a version gets the numbers it lacks."""
    if shape[0] == "string" and shape[1] == SEMVER:
        better = None if isinstance(value, bool) else _semver(str(value))
        return None if better is None else Correction(better, certain=True)
    return Correction(None, certain=True)


def _refused_text(name: str, value: str, shape: Shape) -> str:
    _, pattern, shortest, longest, choices, context = shape
    shown = f'"{_short(value)}"'
    if choices:
        return f"{name} is {shown}{_instead(value, choices)}"
    if shortest and len(value) < shortest:
        return f"{name} is empty"
    if longest and len(value) > longest:
        return f"{name} has {len(value)} characters; {longest} are allowed"
    if pattern == SEMVER and (better := _semver(value)) is not None:
        return f'{name} is {shown}, which is not a semantic version; write "{better}"'
    words = _pattern_words(pattern, context, value)
    return f"{name} is {shown}, which is not {_noun(pattern, context)}: {words}"


def _semver(value: str) -> str | None:
    """A version with three numbers made of one that has fewer, or a "v" before it."""
    match = re.match(r"v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?\Z", value)
    return None if match is None else ".".join(str(int(number or 0)) for number in match.groups())


def _takes_text(shape: Shape) -> bool:
    """Whether any text does: as the value, or as one of the ways to write it."""
    if shape[0] == "choice":
        return any(_takes_text(member) for member in shape[1])
    return shape[0] == "string" and not shape[4]


def _noun(pattern: str | None, context: str | None) -> str:
    if context == "module":
        return "a Python path"
    return {SEMVER: "a semantic version", PROJECT_NAME: "a project name", GROUP_NAME: "a group name"}.get(
        pattern or "", "a name"
    )


def _pattern_words(pattern: str | None, context: str | None, value: str | None = None) -> str:
    if context == "module":
        if value is not None and re.fullmatch(r"[\w./-]+", value) and "/" in value:
            parts = value.removesuffix(".py").strip("./").split("/")
            if all(part.isidentifier() for part in parts):
                return f'write "{".".join(parts)}"'
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
    if len(route) <= 1 or (described.startswith('"') and " of " in described):
        return described
    return f'"{route[-1]}" of {owner(route[:-1])}' if len(route) > 2 else described


def _expected(shape: Shape, *, exact: bool = False) -> str:
    """What a shape takes; ``exact`` adds what its text has to look like."""
    if shape[0] == "string" and shape[4]:
        return _listed(shape[4])
    if shape[0] == "choice":
        members = [member for member in shape[1] if member[0] != "integer" or ("number",) not in shape[1]]
        parts = list(dict.fromkeys(_expected(member) for member in members))
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
    if exact and shape[0] == "string":
        _, pattern, shortest, longest, _, context = shape
        if pattern is not None:
            return f"{_noun(pattern, context)} ({_pattern_words(pattern, context)})"
        return f"at most {longest} characters" if longest and not shortest else "text that is not empty"
    if exact and shape[0] == "integer" and shape[1] is not None:
        return f"a whole number of at least {shape[1]}"
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
