"""From the nodes of a file straight to its declarations, with everything that is refused on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from floe_lint.format.coercion import to_boolean, to_integer, to_number
from floe_lint.format.fields import (
    Boolean,
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
from floe_lint.kernel.positions import Key, Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.variables.interpolation import Substituted, Unset, substitute
from floe_lint.yaml.nodes import Mapping, Node, Scalar, Sequence
from floe_lint.yaml.scalars import resolve_plain

if TYPE_CHECKING:
    from floe_lint.format.fields import Type

S = TypeVar("S", bound=Section)

MOST = 1000
"""Entries of one mapping or list that are refused; of more, the first are enough to start with."""


FAILED: Any = object()
"""Stands in place of what was refused."""


class Refusal(NamedTuple):
    """One reason why a file is refused.

    ``missing``: a required field is not there. ``key``: no field of the section ``type``, whose kind is ``tag``, has
    this name. ``name``: the key is not in the form that names have. ``kind``: ``tag``, which is any value there, is no
    kind of ``type``. ``value``: the value is not what ``type`` takes. ``value`` is a node where it is no scalar; for
    ``key`` and ``kind`` it is the mapping that holds them.
    """

    reason: Literal["missing", "key", "name", "kind", "value"]
    route: Route
    type: Type
    value: Any
    tag: Any = None


class _Run:
    """What is found while one file is decoded."""

    __slots__ = ("environment", "refusals", "shared")

    def __init__(self, environment: MappingType[str, str]) -> None:
        self.environment = environment
        self.refusals: list[Refusal] = []
        self.shared: dict[int, Any] = {}

    def value(self, node: Node) -> Any:
        """A scalar's value, variables replaced; it is ``Unset`` where it is not known. Other nodes as they are."""
        if not isinstance(node, Scalar):
            return node
        value = node.value
        return substitute(value, self.environment) if isinstance(value, str) and "${" in value else value

    def plain(self, node: Node) -> Any:
        """Free data: what variables gave is read as YAML would read it, so ``"${DAYS:30}"`` is the number 30."""
        if isinstance(node, Scalar):
            value = self.value(node)
            return resolve_plain(str(value)) if value.__class__ is Substituted else value
        known = self.shared.get(id(node))
        if known is None:
            if isinstance(node, Mapping):
                known = {key: self.plain(entry.value) for key, entry in node.content()}
            else:
                known = [self.plain(item) for item in node.items]
            self.shared[id(node)] = known
        return known

    def refuse(self, type: Type, value: Any, above: Route, key: Key) -> Any:
        self.refusals.append(Refusal("value", (*above, key), type=type, value=value))
        return FAILED


def decode(section: type[S], root: Node | None, environment: MappingType[str, str]) -> tuple[S, list[Refusal]]:
    """A file as the section that it is, and what is refused of it.

    Of a file that is no mapping nothing is known.
    """
    run = _Run(environment)
    if isinstance(root, Mapping):
        made = _fill(section, section((), root), root, run, None)
        return made, run.refusals
    made = section((), None)
    fields = fields_of(section)
    made.not_known = frozenset(fields)
    made.__dict__.update((name, field.type.unknown) for name, field in fields.items())
    run.refusals.append(Refusal("value", (), type=section, value=None if root is None else run.value(root)))
    return made, run.refusals


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the format, held against the whole text."""
    # "$" matches before a final line break too; a name with one is no name.
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern)


def _text(type: Text, value: Any, run: _Run, above: Route, key: Key) -> Any:
    if not isinstance(value, str):
        return run.refuse(type, value, above, key)
    if type.choices and value not in type.choices:
        return run.refuse(type, value, above, key)
    if type.pattern is not None and compiled(type.pattern).match(value) is None:
        return run.refuse(type, value, above, key)
    if len(value) < type.shortest or (type.longest is not None and len(value) > type.longest):
        return run.refuse(type, value, above, key)
    return str(value) if value.__class__ is Substituted else value


def _integer(type: Integer, value: Any, run: _Run, above: Route, key: Key) -> Any:
    number = to_integer(value)
    if number.__class__ is not int or (type.least is not None and number < type.least):
        return run.refuse(type, value, above, key)
    return number


def _number(type: Number, value: Any, run: _Run, above: Route, key: Key) -> Any:
    number = to_number(value)
    return number if number.__class__ in (int, float) else run.refuse(type, value, above, key)


def _boolean(type: Boolean, value: Any, run: _Run, above: Route, key: Key) -> Any:
    boolean = to_boolean(value)
    return boolean if boolean.__class__ is bool else run.refuse(type, value, above, key)


def _free(_type: Free, value: Any, run: _Run, _above: Route, _key: Key) -> Any:
    if value.__class__ is Mapping or value.__class__ is Sequence:
        return run.plain(value)
    return resolve_plain(str(value)) if value.__class__ is Substituted else value


def _list(type: ListOf, value: Any, run: _Run, above: Route, key: Key) -> Any:
    if value.__class__ is not Sequence:
        if type.or_one and isinstance(value, str):
            item = _DECODERS[type.item.__class__](type.item, value, run, above, key)
            return FAILED if item is FAILED else (item,)
        return run.refuse(type, value, above, key)
    if len(value.items) < type.shortest:
        return run.refuse(type, value, above, key)
    route = (*above, key)
    decoder = _DECODERS[type.item.__class__]
    found = []
    wrong = kept = 0
    for index, node in enumerate(value.items):
        item = run.value(node)
        if item.__class__ is not Unset:
            item = decoder(type.item, item, run, route, index)
        if item is FAILED:
            wrong += 1
            if wrong == MOST:
                kept = len(run.refusals)
        else:
            found.append(None if item.__class__ is Unset else item)
    if wrong > MOST:
        del run.refusals[kept:]
    return FAILED if wrong else tuple(found)


def _map(type: MapOf, value: Any, run: _Run, above: Route, key: Key) -> Any:
    if value.__class__ is not Mapping:
        return run.refuse(type, value, above, key)
    route = (*above, key)
    decoder = _DECODERS[type.value.__class__]
    names = None if type.names is None else compiled(type.names)
    found = {}
    size = wrong = kept = 0
    for name, entry in value.content():
        size += 1
        is_name = names is None or names.match(name) is not None
        if not is_name:
            run.refusals.append(Refusal("name", (*route, name), type=type, value=name))
        item = run.value(entry.value)
        if item.__class__ is not Unset:
            item = decoder(type.value, item, run, route, name)
        if item is FAILED or not is_name:
            wrong += 1
            if wrong == MOST:
                kept = len(run.refusals)
        elif item.__class__ is not Unset or decoder is not _section:
            found[name] = item
    if wrong > MOST:
        del run.refusals[kept:]
    if wrong and not type.parts:
        return FAILED
    if type.size is not None and size != type.size:
        return run.refuse(type, value, above, key)
    return found


def _one_of(type: OneOf, value: Any, run: _Run, above: Route, key: Key) -> Any:
    before = len(run.refusals)
    for member in type.members:
        found = _DECODERS[member.__class__](member, value, run, above, key)
        if found is not FAILED:
            return found
        del run.refusals[before:]
    return run.refuse(type, value, above, key)


def _section(type: type[Section], value: Any, run: _Run, above: Route, key: Key) -> Any:
    if value.__class__ is not Mapping:
        return run.refuse(type, value, above, key)
    route = (*above, key)
    tag = None
    kinds = kinds_of(type)
    if kinds:
        entry = value.get("type")
        tag = None if entry is None else run.value(entry.value)
        if tag.__class__ is Unset:
            return tag
        if not isinstance(tag, str) or tag not in kinds:
            run.refusals.append(Refusal("kind", route, type=type, value=value, tag=tag))
            return FAILED
        tag = str(tag)
    before = len(run.refusals)
    made = _fill(type, type(route, value), value, run, tag)
    return FAILED if len(run.refusals) > before and not type.parts else made


def _fill(type: type[S], made: S, node: Mapping, run: _Run, tag: str | None) -> S:
    """Give a section the fields that its node has."""
    route = made.route
    fields = fields_of(type, tag)
    values = made.__dict__
    wrong = kept = 0
    for name, entry in node.content():
        field = fields.get(name)
        if field is None:
            if type.is_open or (not route and name.startswith("x-")):
                continue
            run.refusals.append(Refusal("key", (*route, name), type=type, value=node, tag=tag))
        else:
            value = run.value(entry.value)
            if value is None and field.is_nullable:
                continue
            if value.__class__ is not Unset:
                value = _DECODERS[field.type.__class__](field.type, value, run, route, name)
            if value.__class__ is Unset:
                made.not_known |= {name}
                values[name] = field.type.unknown
                continue
            if value is not FAILED:
                values[name] = value
                continue
            made.refused |= {name}
        wrong += 1
        if wrong == MOST:
            kept = len(run.refusals)
    if wrong > MOST:
        del run.refusals[kept:]
    for name, field in fields.items():
        if field.required and node.get(name) is None:
            run.refusals.append(Refusal("missing", (*route, name), type=type, value=node))
    return made


_SECTION = type(Section)
_DECODERS: dict[Any, Any] = {
    Text: _text,
    Integer: _integer,
    Number: _number,
    Boolean: _boolean,
    Free: _free,
    ListOf: _list,
    MapOf: _map,
    OneOf: _one_of,
    _SECTION: _section,
}
