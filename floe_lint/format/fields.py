"""What a field of floe.yaml or platform.yaml is declared with, and what decoding makes of a section.

A section is a class, a field an attribute of it::

    class Schedule(NamedSection):
        job = reference("The job to run.", required=True)
        timezone = timely("The time zone of the cron.", default="UTC")

That is the only place where a field is spelled. Decoding, messages, the JSON Schema, hover texts, policies and the
boundary all read it from there. Of a file, ``schedule.job`` is then its value: ``None`` where it is not known, because
it depends on a variable without a value; ``schedule.is_known("job")`` tells that from "not given".
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from floe_lint.dagster.names import GROUP, NAME
from floe_lint.kernel.positions import Key, Route
from floe_lint.yaml.nodes import Mapping

T = TypeVar("T")
S = TypeVar("S", bound="Section")


# ---- what a value may be: each has what a field of it is where it is not given (``empty``) or not known (``unknown``)


class Text:
    """Text. ``context`` tells the boundary what it is for.

    It is ``name`` (chosen by the user), ``data``, ``tag``, ``module``, ``time``, ``prose``, ``reference``, ``path`` or
    ``sensor-path``. Text without a context is checked for everything.
    """

    empty: Any = None
    unknown: Any = None

    def __init__(
        self,
        context: str | None = None,
        pattern: str | None = None,
        shortest: int = 0,
        longest: int | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        self.context = context
        self.pattern = pattern
        self.shortest = shortest
        self.longest = longest
        self.choices = choices


class Integer:
    """A whole number, or its digits as text."""

    empty: Any = None
    unknown: Any = None

    def __init__(self, least: int | None = None) -> None:
        self.least = least


class Number:
    """A number, or its digits as text."""

    empty: Any = None
    unknown: Any = None


class Boolean:
    """A boolean, or a word that means one."""

    empty: Any = None
    unknown: Any = None


class Free:
    """Anything. ``context`` is ``consumption`` or ``sensor-args``, where the boundary looks at less of it."""

    empty: Any = None
    unknown: Any = None

    def __init__(self, context: str | None = None) -> None:
        self.context = context


class ListOf:
    """A list. With ``or_one`` an item by itself is a list of one."""

    empty: Any = ()

    def __init__(self, item: Type, shortest: int = 0, *, or_one: bool = False) -> None:
        self.item = item
        self.shortest = shortest
        self.or_one = or_one
        self.unknown: Any = (None,) if or_one else ()


class MapOf:
    """A mapping with free keys, of ``size`` entries where one is given, the keys in a form where one is given.

    With ``parts`` its entries are judged one by one: a defect in one leaves the others usable.
    """

    empty: Any = {}  # noqa: RUF012  nobody writes to it
    unknown: Any = empty

    def __init__(self, value: Type, names: str | None = None, size: int | None = None, *, parts: bool = False) -> None:
        self.value = value
        self.names = names
        self.size = size
        self.parts = parts


class OneOf:
    """The first of these that fits."""

    empty: Any = None
    unknown: Any = None

    def __init__(self, *members: Type) -> None:
        self.members = members


# ---- sections


class Section:
    """A mapping with the fields that its class declares, as it stands at ``route``.

    ``node`` is what is written; ``None`` of a section that stands nowhere.
    """

    title = ""
    """What a section is called that is a whole file."""
    is_open = False
    """Whether it may hold further keys."""
    not_known: frozenset[str] = frozenset()
    """The fields whose values depend on a variable without a value."""
    refused: frozenset[str] = frozenset()
    """The fields whose values are not what they take."""
    parts = False
    """Whether its fields are judged one by one: a defect in one leaves the others usable."""
    empty: Any = None
    unknown: Any = None
    type: Any = None
    """What it says of itself, where there are several kinds of it."""

    def __init__(self, route: Route, node: Mapping | None) -> None:
        self.route = route
        self.node = node

    def is_known(self, field: str) -> bool:
        """Whether the value of a field is known: it is not where it depends on a variable without a value."""
        return field not in self.not_known

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The fields that are given and known."""
        values = self.__dict__
        return {name: values[name] for name in fields_of(type(self)) if values.get(name) is not None}

    def at(self, route: Route) -> Any:
        """What stands below it, as it was decoded; ``None`` where nothing does."""
        value: Any = self
        for step in route:
            value = _below(value, step)
        return value


def _below(value: Any, step: Key) -> Any:
    if isinstance(value, Section):
        return value.__dict__.get(str(step)) if step in fields_of(type(value)) else None
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, (tuple, list)) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


class NamedSection(Section):
    """A section that stands under a name."""

    @property
    def name(self) -> str:
        """The key that it stands under."""
        return str(self.route[-1])


if TYPE_CHECKING:
    Type = Text | Integer | Number | Boolean | Free | ListOf | MapOf | OneOf | type[Section]


# ---- fields


class Kind:
    """One of the kinds of a section that ``type`` tells apart.

    ``doc`` says what such a section is, ``type_doc`` what its ``type`` says where that is more to the point, ``title``
    what the JSON Schema calls it.
    """

    def __init__(self, tag: str, title: str, doc: str, type_doc: str | None = None) -> None:
        self.tag = tag
        self.title = title
        self.doc = doc
        self.type_doc = type_doc or doc


UNUSED = "Accepted, not used."
"""What editors and docs say of a field that files in the wild have and that changes nothing in what runs."""

_NO_KINDS: dict[str, Kind] = {}


class Field(Generic[T]):
    """A field. Of a section that does not give it, it is its default.

    What is neither required nor has a default may be left empty too: null means "not given". ``kind`` is the one of the
    section that has the field, where not all have it; ``kinds`` are those that the field ``type`` tells apart.
    """

    kind = ""
    kinds: dict[str, Kind] = _NO_KINDS
    is_used = True
    """Whether anything reads it; what nothing reads is accepted."""

    def __init__(self, doc: str, type: Type, required: bool = False, default: Any = None) -> None:
        self.doc = doc
        self.type = type
        self.required = required
        self.default = default
        self.value: T = type.empty if default is None else default

    def __get__(self, section: Section, owner: type[Section]) -> T:
        """What a section has that does not give the field: nothing, where it is not of a kind that has the field."""
        if self.kind and section.type != self.kind:
            return self.type.empty  # type: ignore[no-any-return]
        return self.value

    def of(self, kind: str) -> Field[T]:
        """The same, as a field of one kind of its section."""
        self.kind = kind
        return self

    def unused(self) -> Field[T]:
        """The same, as a field that is accepted and that nothing reads."""
        self.is_used = False
        return self

    @property
    def meaning(self) -> str:
        """What it is for, and that nothing reads it where nothing does."""
        return self.doc if self.is_used else f"{self.doc} {UNUSED}"

    @property
    def is_nullable(self) -> bool:
        """Whether null may stand for "not given"."""
        return not self.required and self.default is None


_fields: dict[tuple[type[Section], str | None], dict[str, Field[Any]]] = {}


def fields_of(section: type[Section], tag: str | None = None) -> dict[str, Field[Any]]:
    """The fields of a section by name, in the order of declaration; with ``tag`` those of one of its kinds."""
    found = _fields.get((section, tag))
    if found is None:
        if tag is not None:
            found = {name: field for name, field in fields_of(section).items() if field.kind in ("", tag)}
        else:
            (base,) = section.__bases__
            found = dict(fields_of(base)) if issubclass(base, Section) else {}
            for name, field in section.__dict__.items():
                if field.__class__ is Field:
                    found[name] = field
        _fields[section, tag] = found
    return found


def kinds_of(section: type[Section]) -> dict[str, Kind]:
    """The kinds of a section by what its ``type`` says; none where there is but one."""
    field = fields_of(section).get("type")
    return _NO_KINDS if field is None else field.kinds


# ---- the ways to declare a field

PROJECT_NAME = r"^[A-Za-z][A-Za-z0-9_-]{0,99}$"
DAGSTER_NAME = f"^{NAME}$"
GROUP_NAME = f"^{GROUP}$"
SEMVER = (
    r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
)

TEXT = Text()
DATA = Text("data")
REFERENCE = Text("reference", shortest=1)
MODULE = Text("module", r"^\.*[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$")
POSITIVE = Integer(1)
_FUNCTION = Text("module", r"^\.*[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+$")
_PROFILE = Text("reference", r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")
_DESCRIPTION = Text("prose", longest=500)
_TIME = Text("time")
_FILE = Text("path", shortest=1)
_BOOLEAN = Boolean()
_TAGS = MapOf(Text("tag"))
_FREE = Free()
_FREE_MAP = MapOf(_FREE)
_PRIMITIVES = MapOf(OneOf(TEXT, Number(), _BOOLEAN))


def kind(*kinds: Kind) -> Field[str]:
    """What tells the kinds of a section apart."""
    by_tag = {kind.tag: kind for kind in kinds}
    field: Field[str] = Field("Its kind.", Text(choices=tuple(by_tag)), True)
    field.kinds = by_tag
    return field


def text(doc: str, type: Text = TEXT, *, required: bool = False, default: str | None = None) -> Field[str | None]:
    """Text of any kind."""
    return Field(doc, type, required, default)


def choice(doc: str, *choices: str, required: bool = False, default: str | None = None) -> Field[str | None]:
    """One of some words."""
    return Field(doc, Text(choices=choices), required, default)


def reference(doc: str, *, required: bool = False) -> Field[str | None]:
    """The name of something that is declared elsewhere."""
    return Field(doc, REFERENCE, required)


def profile(doc: str, *, default: str | None = None) -> Field[str | None]:
    """The name of a profile, an account or a role that platform engineers give."""
    return Field(doc, _PROFILE, False, default)


def timely(doc: str, *, required: bool = False, default: str | None = None) -> Field[str | None]:
    """A moment, a cron, a time zone or a form of them."""
    return Field(doc, _TIME, required, default)


def function(doc: str, *, required: bool = False) -> Field[str | None]:
    """A function of the project, as a dotted path."""
    return Field(doc, _FUNCTION, required)


def file_path(doc: str, *, required: bool = False) -> Field[str | None]:
    """A file or folder, looked for from floe.yaml's folder."""
    return Field(doc, _FILE, required)


def prose(doc: str) -> Field[str | None]:
    """A text for people."""
    return Field(doc, _DESCRIPTION)


def boolean(doc: str, *, default: bool | None = None) -> Field[bool | None]:
    """A boolean."""
    return Field(doc, _BOOLEAN, False, default)


def positive(doc: str, *, default: int | None = None) -> Field[int | None]:
    """A whole number of at least one."""
    return Field(doc, POSITIVE, False, default)


def list_of(
    doc: str, item: Text, *, shortest: int = 0, or_one: bool = False, required: bool = False
) -> Field[tuple[str | None, ...]]:
    """A list of texts."""
    return Field(doc, ListOf(item, shortest, or_one=or_one), required)


def run_tags(doc: str) -> Field[dict[str, str]]:
    """Tags of runs. A value that is not known is an ``Unset``."""
    return Field(doc, _TAGS)


def primitives(doc: str) -> Field[dict[str, Any]]:
    """Texts, numbers and booleans by name."""
    return Field(doc, _PRIMITIVES)


def free(doc: str) -> Field[Any]:
    """Data that only the reader of it understands."""
    return Field(doc, _FREE)


def free_map(doc: str, context: str | None = None) -> Field[dict[str, Any]]:
    """A mapping that only the reader of it understands. A value that is not known is an ``Unset``."""
    return Field(doc, _FREE_MAP if context is None else MapOf(Free(context)))


def section(doc: str, type: type[S], *, required: bool = False) -> Field[S | None]:
    """A section within a section."""
    return Field(doc, type, required)


def pair_of(doc: str, type: type[S], *, required: bool = False) -> Field[dict[str, S]]:
    """Two sections by name."""
    return Field(doc, MapOf(type, size=2), required)


def sections(doc: str, type: type[S]) -> Field[tuple[S | None, ...]]:
    """A list of sections."""
    return Field(doc, ListOf(type))


def entries(doc: str, type: type[S], *, names: str | None = None) -> Field[dict[str, S]]:
    """Sections by name, judged one by one."""
    return Field(doc, MapOf(type, names, parts=True))
