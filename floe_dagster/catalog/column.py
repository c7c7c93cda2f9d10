"""A column with operators: what ``table.customer_id`` gives.

A thin cover over ``pyarrow.ChunkedArray``; anything not here is looked up there. Nulls follow SQL: a
comparison with null is null, ``&`` and ``|`` use three-valued logic, and a filter keeps only what is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


class Column:
    """One column, or a mask made from columns. ``arrow`` is the Arrow array below it."""

    __slots__ = ("arrow",)
    __hash__ = None  # type: ignore[assignment]  # == compares element by element

    def __init__(self, arrow: pa.ChunkedArray | pa.Array) -> None:
        self.arrow = arrow if isinstance(arrow, pa.ChunkedArray) else pa.chunked_array([arrow])

    def is_null(self) -> Column:
        """True where there is no value."""
        return Column(pc.is_null(self.arrow))

    def is_not_null(self) -> Column:
        """True where there is a value."""
        return Column(pc.is_valid(self.arrow))

    def contains(self, text: str, *, ignore_case: bool = False) -> Column:
        """True where the string has ``text`` in it, taken literally."""
        return Column(pc.match_substring(self.arrow, text, ignore_case=ignore_case))

    def matches(self, pattern: str, *, ignore_case: bool = False) -> Column:
        """True where the regular expression (RE2) is found in the string."""
        return Column(pc.match_substring_regex(self.arrow, pattern, ignore_case=ignore_case))

    def starts_with(self, text: str) -> Column:
        """True where the string begins with ``text``."""
        return Column(pc.starts_with(self.arrow, text))

    def ends_with(self, text: str) -> Column:
        """True where the string ends with ``text``."""
        return Column(pc.ends_with(self.arrow, text))

    def is_in(self, values: Iterable[Any]) -> Column:
        """True where the value is one of ``values``; null is in nothing."""
        allowed = pa.array(list(values), type=self.arrow.type)
        found = pc.is_in(self.arrow, value_set=allowed)
        return Column(pc.if_else(pc.is_valid(self.arrow), found, pa.scalar(None, pa.bool_())))

    def between(self, low: Any, high: Any) -> Column:
        """True where ``low <= value <= high``."""
        return Column(pc.and_kleene((self >= low).arrow, (self <= high).arrow))

    def fill_null(self, value: Any) -> Column:
        """The column with ``value`` in place of null."""
        return Column(pc.fill_null(self.arrow, value))

    def lower(self) -> Column:
        """The strings in lower case."""
        return Column(pc.utf8_lower(self.arrow))

    def upper(self) -> Column:
        """The strings in upper case."""
        return Column(pc.utf8_upper(self.arrow))

    def strip(self) -> Column:
        """The strings without white space at either end."""
        return Column(pc.utf8_trim_whitespace(self.arrow))

    def sum(self) -> Any:
        """The sum as a Python number, ``None`` if there is no value."""
        return pc.sum(self.arrow).as_py()

    def min(self) -> Any:
        """The least value, ``None`` if there is none."""
        return pc.min(self.arrow).as_py()

    def max(self) -> Any:
        """The greatest value, ``None`` if there is none."""
        return pc.max(self.arrow).as_py()

    def mean(self) -> Any:
        """The average, ``None`` if there is no value."""
        return pc.mean(self.arrow).as_py()

    def to_pylist(self) -> list[Any]:
        """The values as Python objects."""
        return list(self.arrow.to_pylist())

    def __eq__(self, other: object) -> Column:  # type: ignore[override]
        return self._with(pc.equal, other)

    def __ne__(self, other: object) -> Column:  # type: ignore[override]
        return self._with(pc.not_equal, other)

    def __lt__(self, other: Any) -> Column:
        return self._with(pc.less, other)

    def __le__(self, other: Any) -> Column:
        return self._with(pc.less_equal, other)

    def __gt__(self, other: Any) -> Column:
        return self._with(pc.greater, other)

    def __ge__(self, other: Any) -> Column:
        return self._with(pc.greater_equal, other)

    def __and__(self, other: Any) -> Column:
        return self._with(pc.and_kleene, other)

    def __or__(self, other: Any) -> Column:
        return self._with(pc.or_kleene, other)

    def __xor__(self, other: Any) -> Column:
        return self._with(pc.xor, other)

    def __invert__(self) -> Column:
        return Column(pc.invert(self.arrow))

    def __add__(self, other: Any) -> Column:
        if pa.types.is_string(self.arrow.type) or pa.types.is_large_string(self.arrow.type):
            return Column(pc.binary_join_element_wise(self.arrow, _operand(other, self.arrow.type), ""))
        return self._with(pc.add, other)

    def __sub__(self, other: Any) -> Column:
        return self._with(pc.subtract, other)

    def __mul__(self, other: Any) -> Column:
        return self._with(pc.multiply, other)

    def __truediv__(self, other: Any) -> Column:
        """Division as in Python: whole numbers give a fraction."""
        left = pc.cast(self.arrow, pa.float64()) if pa.types.is_integer(self.arrow.type) else self.arrow
        return Column(left)._with(pc.divide, other)

    def __radd__(self, other: Any) -> Column:
        return self._with(pc.add, other)

    def __rmul__(self, other: Any) -> Column:
        return self._with(pc.multiply, other)

    def __rsub__(self, other: Any) -> Column:
        return self._with(lambda mine, theirs: pc.subtract(theirs, mine), other)

    def __neg__(self) -> Column:
        return Column(pc.negate(self.arrow))

    def __bool__(self) -> bool:
        raise TypeError("a column has no single truth value; use & | ~ between masks, each comparison in ()")

    def __len__(self) -> int:
        return len(self.arrow)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.arrow.to_pylist())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self.arrow, name)
        return _covering(found) if callable(found) else found

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.arrow.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<Column {self.arrow.type}, {len(self.arrow)} values>"

    def _with(self, function: Callable[[Any, Any], Any], other: Any) -> Column:
        return Column(function(self.arrow, _operand(other, self.arrow.type)))


def _operand(other: Any, kind: pa.DataType) -> Any:
    """The right side of an operator; a string beside a date or time is read as one (``"2024-01-31"``)."""
    if isinstance(other, Column):
        return other.arrow
    if isinstance(other, str) and pa.types.is_temporal(kind):
        return pa.scalar(other).cast(kind)
    return other


def _covering(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        return Column(result) if isinstance(result, pa.ChunkedArray | pa.Array) else result

    return call
