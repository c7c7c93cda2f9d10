"""Saying in words why a file is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from floe_lint.format.decode import Refusal
from floe_lint.format.fields import (
    DAGSTER_NAME,
    GROUP_NAME,
    PROJECT_NAME,
    SEMVER,
    Boolean,
    Field,
    Free,
    Integer,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Section,
    Text,
    fields_of,
    kinds_of,
)
from floe_lint.format.issues import Correction, SchemaIssue
from floe_lint.format.owners import owner
from floe_lint.kernel.near_names import is_certain, nearest
from floe_lint.kernel.positions import Route
from floe_lint.variables.interpolation import Substituted
from floe_lint.yaml import nodes

if TYPE_CHECKING:
    from floe_lint.format.fields import Type


def explain(refusals: list[Refusal], root: type[Section], given: Mapping[str, str]) -> list[SchemaIssue]:
    """Every reason why a file is refused, at most one for a route.

    ``given`` maps variables to the env file that gives their value, for messages.
    """
    issues: dict[Route, SchemaIssue] = {}
    covered: set[Route] = set()
    for refusal in refusals:
        issue = _issue(refusal, root, given, covered)
        if issue is not None:
            issues.setdefault(issue.route, issue)
    return _one_of_alike([issue for issue in issues.values() if not _is_covered(issue, issues, covered)])


def _issue(refusal: Refusal, root: type[Section], given: Mapping[str, str], covered: set[Route]) -> SchemaIssue | None:
    """The issue of a refusal; what it explains besides goes into ``covered``."""
    route = refusal.route
    if refusal.reason == "name":
        return _invalid_name(route)
    if refusal.reason == "missing":
        return SchemaIssue("missing_key", route, f'{owner(route[:-1])} has no "{route[-1]}", which is required')
    if refusal.reason == "key":
        return None if route in covered else _unknown_key(refusal, root, covered)
    if refusal.reason == "kind":
        return _unknown_kind(refusal, given)
    if not route:
        return _not_a_mapping(root, refusal.value)
    return _value_issue(refusal, given)


def _not_a_mapping(root: type[Section], value: Any) -> SchemaIssue:
    document = root.title
    fields = fields_of(root)
    required = [name for name, field in fields.items() if field.required]
    if value is None:
        quoted = " and ".join(f'"{name}"' for name in required)
        return SchemaIssue("missing_key", (), f"the file is empty; a {document} needs at least {quoted}")
    help = None
    if isinstance(value, str) and "=" in value:
        help = 'write "key: value" with a colon and a space'
    example = (required or sorted(fields))[0]
    message = f'{document} is a mapping of keys such as "{example}:", not {_kind(value)}'
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


def _unknown_kind(refusal: Refusal, given: Mapping[str, str]) -> SchemaIssue:
    """The key "type", which decides what else an entry takes, is missing or says something else."""
    route, tag = refusal.route, refusal.tag
    assert isinstance(refusal.type, type)
    kinds = sorted(kinds_of(refusal.type))
    place = (*route, "type")
    keys = set(nodes.keys_of(refusal.value))
    if "type" not in keys:
        fitting = [name for name in kinds if keys <= set(fields_of(refusal.type, name))]
        if len(fitting) == 1 and keys:
            way_out = f'by its keys it is "{fitting[0]}"'
        else:
            way_out = f"it is one of {_listed(kinds)}"
        return SchemaIssue("missing_key", place, f'{owner(route)} has no "type"; {way_out}')
    if isinstance(tag, Substituted):
        return _uncoercible(place, tag, _listed(kinds), given)
    if not isinstance(tag, str):
        return SchemaIssue("wrong_type", place, f'"type" of {owner(route)} takes {_listed(kinds)}, not {_kind(tag)}')
    message = f'"type" of {owner(route)} is "{_short(tag)}"{_instead(tag, kinds)}'
    return SchemaIssue("invalid_value", place, message, correction=_choice_meant(tag, kinds))


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


def _unknown_key(refusal: Refusal, root: type[Section], covered: set[Route]) -> SchemaIssue:
    route, section = refusal.route, refusal.type
    assert isinstance(section, type)
    key, above = str(route[-1]), route[:-1]
    misplaced = _misplaced(route, root)
    if misplaced is not None:
        return misplaced
    known = fields_of(section, refusal.tag)
    written = nodes.keys_of(refusal.value)
    left = [name for name in sorted(known) if name not in written]
    message = f'"{key}" is not a key of {owner(above)}'
    near = nearest(key, left) or _also_called(key, left)
    if near is not None:
        covered.add((*above, near))
        correction = Correction(near, is_certain(key, near, left))
        return SchemaIssue("unknown_key", route, f'{message}; did you mean "{near}"?', key=True, correction=correction)
    below = next((name for name in left if key in _fields_below(known[name])), None)
    if below is not None:
        inner = _fields_below(known[below])
        keys = [name for name in written if name not in known and name in inner]
        covered.update([(*above, below), *((*above, name) for name in keys)])
        verb = "belongs" if len(keys) == 1 else "belong"
        quoted = " and ".join(f'"{name}"' for name in keys)
        return SchemaIssue("unknown_key", route, f'{quoted} of {owner(above)} {verb} under "{below}"', key=True)
    other = next((tag for tag in sorted(kinds_of(section)) if key in fields_of(section, tag)), None)
    if other is not None:
        covered.update((*above, name) for name in known)
        return SchemaIssue(
            "unknown_key",
            route,
            f'"{key}" is a key of the type "{other}", but {owner(above)} has the type "{refusal.tag}"',
            key=True,
        )
    help = f"keys that can be added: {', '.join(left)}" if left else None
    return SchemaIssue("unknown_key", route, message, key=True, help=help)


def _misplaced(route: Route, root: type[Section]) -> SchemaIssue | None:
    """A section that stands at the top level instead of under "orchestration", or the other way round."""
    key, top = str(route[-1]), fields_of(root)
    if "orchestration" not in top:
        return None
    sections = _fields_below(top["orchestration"])
    if len(route) == 1 and key in sections:
        message = f'"{key}" is at the top level, where nothing reads it; move it under "orchestration"'
    elif len(route) == 2 and route[0] == "orchestration" and key in top and key not in sections:
        message = f'"{key}" is under "orchestration", where nothing reads it; move it to the top level'
    else:
        return None
    return SchemaIssue("misplaced", route, message, key=True)


def _fields_below(field: Field[Any]) -> Mapping[str, Field[Any]]:
    """The fields of the section that a field is; none where it is anything else, or one of several kinds."""
    section = field.type
    return fields_of(section) if isinstance(section, type) and not kinds_of(section) else {}


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


def _value_issue(refusal: Refusal, given: Mapping[str, str]) -> SchemaIssue:
    route, value, type = refusal.route, refusal.value, refusal.type
    if isinstance(value, Substituted):
        return _uncoercible(route, value, _expected(type, exact=True), given)
    name = _field(route)
    if value is None:
        return SchemaIssue("wrong_type", route, f"{name} has no value; it takes {_expected(type)}")
    if isinstance(type, Text) and isinstance(value, str):
        meant = _text_meant(value, type)
        return SchemaIssue("invalid_value", route, _refused_text(name, value, type), correction=meant)
    if isinstance(type, Integer) and value.__class__ is int:
        return SchemaIssue("invalid_value", route, f"{name} is {_short(str(value))}; the least is {type.least}")
    if isinstance(type, ListOf) and isinstance(value, nodes.Sequence):
        return SchemaIssue("invalid_value", route, f"{name} is an empty list")
    if isinstance(type, MapOf) and isinstance(value, nodes.Mapping):
        size = len(nodes.keys_of(value))
        entries = "1 entry" if size == 1 else f"{size} entries"
        return SchemaIssue("invalid_value", route, f"{name} has {entries}; Dagster takes exactly {type.size}")
    shown = f'the text "{_short(value)}"' if isinstance(value, str) else _kind(value)
    message = f"{name} takes {_expected(type)}, not {shown}{_conversion(route, value, type)}"
    quotes = _takes_text(type) and isinstance(value, (bool, int, float))
    return SchemaIssue("wrong_type", route, message, correction=_quoted(value, type) if quotes else None)


_SELECTORS = frozenset(["asset", "group", "key", "kind", "owner", "tag"])
_PROFILE_KEYS = frozenset(["storage", "catalog", "compute"])


def _conversion(route: Route, value: Any, type: Type) -> str:
    """How a value of the wrong type is most likely meant."""
    is_mapping, is_list = isinstance(value, nodes.Mapping), isinstance(value, nodes.Sequence)
    if len(route) == 1 and route[0] in _PROFILE_KEYS and is_mapping:
        return "; name a profile, and describe it in platform.yaml"
    if _takes_text(type):
        if isinstance(value, (bool, int, float)):
            return "; put it in quotes"
        if is_mapping and len(content := list(value.content())) == 1:
            ((key, entry),) = content
            if key in _SELECTORS and (item := _text_of(entry.value)) is not None:
                return f'; write "{_short(key)}:{_short(item)}" without a space'
        if is_list and len(value.items) == 1 and (item := _text_of(value.items[0])) is not None:
            return f'; write "{_short(item)}" without brackets'
    if isinstance(type, ListOf):
        if isinstance(value, str):
            return f"; write [{_short(value)}]"
        if is_mapping and not type.or_one:
            return '; start each of its items with "- "'
    if isinstance(type, MapOf) and is_list:
        return '; write each name as a key, "name:", instead of "- "'
    return ""


def _text_of(node: nodes.Node) -> str | None:
    """The text of a scalar, as it is written."""
    value = node.value if isinstance(node, nodes.Scalar) else None
    return value if isinstance(value, str) else None


def _text_meant(value: str, type: Text) -> Correction | None:
    """The text in place of one that is refused."""
    if type.choices:
        return _choice_meant(value, type.choices)
    better = _semver(value) if type.pattern == SEMVER else None
    return None if better is None else Correction(better, certain=True)


def _quoted(value: bool | int | float, type: Type) -> Correction | None:
    """A number or a boolean as the text that its place takes; a version gets the numbers it lacks."""
    if isinstance(type, Text) and type.pattern == SEMVER:
        better = None if isinstance(value, bool) else _semver(str(value))
        return None if better is None else Correction(better, certain=True)
    return Correction(None, certain=True)


def _refused_text(name: str, value: str, type: Text) -> str:
    shown = f'"{_short(value)}"'
    if type.choices:
        return f"{name} is {shown}{_instead(value, type.choices)}"
    if len(value) < type.shortest:
        return f"{name} is empty"
    if type.longest and len(value) > type.longest:
        return f"{name} has {len(value)} characters; {type.longest} are allowed"
    if type.pattern == SEMVER and (better := _semver(value)) is not None:
        return f'{name} is {shown}, which is not a semantic version; write "{better}"'
    return f"{name} is {shown}, which is not {_noun(type)}: {_pattern_words(type, value)}"


def _semver(value: str) -> str | None:
    """A version with three numbers made of one that has fewer, or a "v" before it."""
    match = re.match(r"v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?\Z", value)
    return None if match is None else ".".join(str(int(number or 0)) for number in match.groups())


def _takes_text(type: Type) -> bool:
    """Whether any text does: as the value, or as one of the ways to write it."""
    if isinstance(type, OneOf):
        return any(_takes_text(member) for member in type.members)
    if isinstance(type, ListOf):
        return type.or_one and _takes_text(type.item)
    return isinstance(type, Text) and not type.choices


def _noun(type: Text) -> str:
    if type.context == "module":
        return "a Python path"
    return {SEMVER: "a semantic version", PROJECT_NAME: "a project name", GROUP_NAME: "a group name"}.get(
        type.pattern or "", "a name"
    )


def _pattern_words(type: Text, value: str | None = None) -> str:
    if type.context == "module":
        if value is not None and re.fullmatch(r"[\w./-]+", value) and "/" in value:
            parts = value.removesuffix(".py").strip("./").split("/")
            if all(part.isidentifier() for part in parts):
                return f'write "{".".join(parts)}"'
        return 'write names joined by dots, like "my_pipeline.assets.bronze"'
    return _PATTERNS.get(type.pattern or "", 'it holds letters, digits, "_", "-" and "."')


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


def _expected(type: Type, *, exact: bool = False) -> str:
    """What a type takes; ``exact`` adds what its text has to look like."""
    if isinstance(type, Text):
        return _expected_text(type, exact)
    if isinstance(type, OneOf):
        parts = list(dict.fromkeys(map(_expected, type.members)))
        return f"{', '.join(parts[:-1])} or {parts[-1]}"
    if isinstance(type, Integer):
        return f"a whole number of at least {type.least}" if exact and type.least is not None else "a whole number"
    if isinstance(type, Number):
        return "a number"
    if isinstance(type, Boolean):
        return "true or false"
    if isinstance(type, ListOf):
        return f"a list or {_expected(type.item)}" if type.or_one else "a list"
    if isinstance(type, MapOf):
        return "a mapping"
    return "another value" if isinstance(type, Free) else 'a mapping with a "type"' if kinds_of(type) else "a mapping"


def _expected_text(type: Text, exact: bool) -> str:
    if type.choices:
        return _listed(type.choices)
    if not exact:
        return "text"
    if type.pattern is not None:
        return f"{_noun(type)} ({_pattern_words(type)})"
    return f"at most {type.longest} characters" if type.longest and not type.shortest else "text that is not empty"


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {value}" if len(str(value)) < 40 else "a very long number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, nodes.Sequence) else "a mapping"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
