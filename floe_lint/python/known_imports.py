"""Names that everybody knows, and the import that gives each."""

from __future__ import annotations

import sys

from floe_lint.dagster.exports import EXPORTS
from floe_lint.kernel.records import NamedTuple

_MODULES = {
    "abc": "ABC abstractmethod",
    "collections": "ChainMap Counter OrderedDict defaultdict deque namedtuple",
    "contextlib": "contextmanager suppress",
    "dataclasses": "asdict dataclass field",
    "datetime": "datetime timedelta timezone",
    "decimal": "Decimal",
    "enum": "Enum IntEnum StrEnum",
    "functools": "lru_cache partial reduce wraps",
    "io": "BytesIO StringIO",
    "pathlib": "Path PurePath",
    "typing": (
        "AbstractSet Annotated Any AnyStr AsyncIterator Awaitable Callable ClassVar Collection Coroutine DefaultDict "
        "Deque Dict Final FrozenSet Generator Generic Hashable Iterable Iterator List Literal Mapping MutableMapping "
        "NamedTuple NewType NoReturn Optional ParamSpec Protocol Sequence Set Sized SupportsFloat SupportsInt Text "
        "Tuple Type TYPE_CHECKING TypedDict TypeVar Union cast overload reveal_type"
    ),
    "uuid": "UUID uuid4",
    "zoneinfo": "ZoneInfo",
    "dagster_dbt": "DagsterDbtTranslator DagsterDbtTranslatorSettings DbtCliResource DbtProject dbt_assets",
    "floe_dagster": "FloeDefinitions floe_asset",
    "floe_dagster.resources": "CatalogResource",
    "pydantic": "BaseModel field_validator model_validator",
}
_ALIASES = {
    "dg": "dagster",
    "np": "numpy",
    "pa": "pyarrow",
    "pd": "pandas",
    "pl": "polars",
    "plt": "matplotlib.pyplot",
    "pq": "pyarrow.parquet",
    "xr": "xarray",
}
_LIBRARIES = frozenset("boto3 dagster duckdb httpx numpy pandas polars pyarrow requests sqlalchemy yaml".split())
_ELSEWHERE_TOO = frozenset("Array Bool Field Float Int Map Model Shape String components deprecated preview".split())
"""Of Dagster's names, those that other libraries have, too."""

_PLAIN_WORDS = frozenset("asset graph job materialize multiprocess_executor op resource schedule sensor".split())
"""Of Dagster's names in small letters and without ``_``, those that hardly stand for a variable."""


class KnownImport(NamedTuple):
    """``from module import name``, or ``import module as alias``. ``certain`` says that nothing else can be meant."""

    module: str
    name: str | None
    alias: str | None
    certain: bool

    @property
    def statement(self) -> str:
        """The import as it is written."""
        if self.name is not None:
            return f"from {self.module} import {self.name}"
        return f"import {self.module} as {self.alias}" if self.alias else f"import {self.module}"


def known_import(name: str, attribute: str | None) -> KnownImport | None:
    """The import that a name was meant to come from; ``attribute`` is what is asked of it."""
    if attribute is not None:
        if name in _ALIASES:
            return KnownImport(module=_ALIASES[name], name=None, alias=name, certain=name == "dg")
        if name == "datetime" and attribute not in ("date", "datetime", "time", "timedelta", "timezone", "UTC"):
            return KnownImport(module="datetime", name="datetime", alias=None, certain=True)
        if name in sys.stdlib_module_names or name in _LIBRARIES:
            return KnownImport(
                module=name, name=None, alias=None, certain=name in sys.stdlib_module_names or name == "dagster"
            )
    for module, names in _MODULES.items():
        if name in names.split():
            return KnownImport(module=module, name=name, alias=None, certain=module != "pydantic")
    if name in EXPORTS and name not in _ELSEWHERE_TOO and (not name.islower() or "_" in name or name in _PLAIN_WORDS):
        return KnownImport(module="dagster", name=name, alias=None, certain=True)
    return None
