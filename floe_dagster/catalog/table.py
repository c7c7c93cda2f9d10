"""The table that ``catalog.read_table`` returns: Arrow data with the few verbs that asset bodies need.

A thin cover over ``pyarrow.Table``. Columns are attributes (``orders.customer_id``) or items
(``orders["customer id"]``); whatever is not here is looked up in pyarrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import pyarrow as pa

from floe_dagster.catalog.column import Column

JoinHow = Literal["inner", "left", "right", "outer", "semi", "anti"]
_ARROW_JOIN: Mapping[str, str] = {
    "inner": "inner",
    "left": "left outer",
    "right": "right outer",
    "outer": "full outer",
    "semi": "left semi",
    "anti": "left anti",
}
_LEFT, _RIGHT = "__floe_left_row", "__floe_right_row"


class Table:
    """Rows and columns in memory. ``arrow`` is the ``pyarrow.Table`` below it. Tables do not change."""

    __slots__ = ("arrow",)

    def __init__(self, arrow: pa.Table) -> None:
        self.arrow = arrow

    @property
    def num_rows(self) -> int:
        """How many rows there are."""
        return int(self.arrow.num_rows)

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self.arrow.column_names)

    def filter(self, mask: Any) -> Table:
        """The rows where ``mask`` (a column of booleans, or a pyarrow expression) is true, not null."""
        return Table(self.arrow.filter(mask.arrow if isinstance(mask, Column) else mask))

    def select(self, *columns: str | Iterable[str]) -> Table:
        """Only these columns, in this order: ``select("a", "b")`` or ``select(["a", "b"])``."""
        names = [name for part in columns for name in ([part] if isinstance(part, str) else part)]
        for name in names:
            self._check(name)
        return Table(self.arrow.select(names))

    def drop(self, *columns: str) -> Table:
        """All columns but these."""
        for name in columns:
            self._check(name)
        return Table(self.arrow.drop_columns(list(columns)))

    def rename(self, names: Mapping[str, str]) -> Table:
        """The table with the columns in ``names`` (old to new) renamed."""
        for name in names:
            self._check(name)
        return Table(self.arrow.rename_columns([names.get(name, name) for name in self.column_names]))

    def with_column(self, name: str, values: Any) -> Table:
        """The table with a column added or replaced; ``values`` is a column, an array, or one value."""
        data = values.arrow if isinstance(values, Column) else values
        if not isinstance(data, pa.Array | pa.ChunkedArray):
            data = pa.array(data) if isinstance(data, list | tuple) else pa.repeat(data, self.num_rows)
        if name in self.arrow.column_names:
            return Table(self.arrow.set_column(self.arrow.column_names.index(name), name, data))
        return Table(self.arrow.append_column(name, data))

    def head(self, rows: int = 10) -> Table:
        """The first ``rows`` rows."""
        return Table(self.arrow.slice(0, rows))

    def join(
        self,
        other: Table | pa.Table,
        on: str | Sequence[str],
        *,
        how: JoinHow = "inner",
        right_on: str | Sequence[str] | None = None,
        suffix: str = "_right",
    ) -> Table:
        """Join on equal keys. Null equals nothing, rows keep the left table's order, then the right's.

        ``on`` names the key columns, ``right_on`` those of ``other`` if they are called differently. A column
        of ``other`` whose name is taken gets ``suffix``. Unlike pyarrow's, the join is inner unless ``how``
        says otherwise (as in SQL), and columns may have any type.

        Raises:
            KeyError: a key column does not exist.
            ValueError: ``how`` is not known, or the numbers of keys differ.
        """
        right = other if isinstance(other, Table) else Table(other)
        left_keys = [on] if isinstance(on, str) else list(on)
        right_keys = left_keys if right_on is None else [right_on] if isinstance(right_on, str) else list(right_on)
        if how not in _ARROW_JOIN:
            raise ValueError(f'join cannot be "{how}"; it is one of {", ".join(_ARROW_JOIN)}')
        if len(left_keys) != len(right_keys):
            raise ValueError(f"join has {len(left_keys)} keys on the left and {len(right_keys)} on the right")
        for name in left_keys:
            self._check(name)
        for name in right_keys:
            right._check(name)
        rows = _matching_rows(self.arrow, right.arrow, left_keys, right_keys, how)
        result = self.arrow.take(rows[_LEFT]) if how != "right" else None
        if how in ("semi", "anti"):
            return Table(result)
        return Table(_side_by_side(self.arrow, right.arrow, rows, left_keys, right_keys, suffix))

    def group_by(self, *keys: str | Iterable[str]) -> GroupedTable:
        """One row per combination of the key columns, in order of first appearance.

        Without an aggregate the result counts: the keys and ``count``, the number of rows.
        ``.aggregate([...])`` computes something else instead.
        """
        names = [name for part in keys for name in ([part] if isinstance(part, str) else part)]
        for name in names:
            self._check(name)
        return GroupedTable(self.arrow, names)

    def to_pandas(self, **options: Any) -> Any:
        """A pandas DataFrame."""
        return self.arrow.to_pandas(**options)

    def to_pylist(self) -> list[dict[str, Any]]:
        """One dict per row."""
        return list(self.arrow.to_pylist())

    def __getitem__(self, key: str | Column) -> Any:
        if isinstance(key, Column):
            return self.filter(key)
        self._check(key)
        return Column(self.arrow.column(key))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        arrow: pa.Table = object.__getattribute__(self, "arrow")
        if name in arrow.column_names:
            return Column(arrow.column(name))
        if not hasattr(arrow, name):
            raise AttributeError(f'the table has no column "{name}"; it has {", ".join(arrow.column_names)}')
        found = getattr(arrow, name)
        return _covering(found) if callable(found) else found

    def __len__(self) -> int:
        return self.num_rows

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.arrow.__arrow_c_stream__(requested_schema)

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *self.arrow.column_names})

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.num_rows} rows: {', '.join(self.column_names)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Table, (self.arrow,))

    def _check(self, name: str) -> None:
        if name not in self.arrow.column_names:
            raise KeyError(f'the table has no column "{name}"; it has {", ".join(self.arrow.column_names)}')


class GroupedTable(Table):
    """A table grouped by keys: the counts by itself, anything else through ``aggregate``."""

    __slots__ = ("_keys", "_source")

    def __init__(self, source: pa.Table, keys: list[str]) -> None:
        self._source, self._keys = source, keys
        counted = _aggregated(source, keys, [([], "count_all")])
        name = "count"
        while name in keys:
            name = f"{name}_"
        super().__init__(counted.select([*keys, "count_all"]).rename_columns([*keys, name]))

    def aggregate(self, aggregations: Sequence[Any] | Mapping[str, str | Sequence[str]]) -> Table:
        """One row per group, e.g. with ``[("amount", "sum")]`` or ``{"amount": "sum"}``: ``amount_sum``.

        The functions are pyarrow's: sum, mean, min, max, count, count_distinct, first, last, stddev, list, ….

        Raises:
            KeyError: a column does not exist.
        """
        if isinstance(aggregations, Mapping):
            aggregations = [
                (column, function)
                for column, functions in aggregations.items()
                for function in ([functions] if isinstance(functions, str) else functions)
            ]
        source = Table(self._source)
        for column, *_ in aggregations:
            for name in [column] if isinstance(column, str) else column:
                source._check(name)
        return Table(_aggregated(self._source, self._keys, list(aggregations)))


def _aggregated(source: pa.Table, keys: list[str], aggregations: list[Any]) -> pa.Table:
    """Aggregate with the keys first and the groups in order of appearance, which pyarrow promises neither."""
    numbered = source.append_column(_LEFT, pa.array(range(source.num_rows), pa.int64()))
    done = numbered.group_by(keys).aggregate([*aggregations, (_LEFT, "min")]).sort_by(f"{_LEFT}_min")
    others = [name for name in done.column_names if name not in keys and name != f"{_LEFT}_min"]
    return done.select([*keys, *others])


def _matching_rows(left: pa.Table, right: pa.Table, left_keys: list[str], right_keys: list[str], how: str) -> pa.Table:
    """Pairs of row numbers that match, in the order of the left table, then of the right; null: no partner.

    Only keys and row numbers go through pyarrow's join, which gives rows in any order and takes neither lists
    nor structs as other columns.
    """
    names = [f"__floe_key_{index}" for index in range(len(left_keys))]
    mine = left.select(left_keys).rename_columns(names)
    theirs = right.select(right_keys).rename_columns(names)
    common = pa.unify_schemas(
        [mine.schema.remove_metadata(), theirs.schema.remove_metadata()], promote_options="permissive"
    )
    mine = mine.cast(common).append_column(_LEFT, pa.array(range(left.num_rows), pa.int64()))
    theirs = theirs.cast(common).append_column(_RIGHT, pa.array(range(right.num_rows), pa.int64()))
    rows = mine.join(theirs, names, join_type=_ARROW_JOIN[how])
    order = [_LEFT] if how in ("semi", "anti") else [_LEFT, _RIGHT]
    return rows.select(order).sort_by([(name, "ascending") for name in order])


def _side_by_side(
    left: pa.Table, right: pa.Table, rows: pa.Table, left_keys: list[str], right_keys: list[str], suffix: str
) -> pa.Table:
    """The rows of both tables next to each other, the key columns once."""
    import pyarrow.compute as pc

    mine, theirs = left.take(rows[_LEFT]), right.take(rows[_RIGHT])
    columns: dict[str, Any] = {}
    partner = dict(zip(left_keys, right_keys, strict=True))
    for name in left.column_names:
        column = mine.column(name)
        if name in partner and rows[_LEFT].null_count:
            # A row that only the right table has takes its key from there.
            other = theirs.column(partner[name])
            both = pa.unify_schemas(
                [pa.schema([("key", column.type)]), pa.schema([("key", other.type)])],
                promote_options="permissive",
            )
            column = pc.coalesce(column.cast(both.field(0).type), other.cast(both.field(0).type))
        columns[name] = column
    for name in right.column_names:
        if name in right_keys:
            continue
        free = name
        while free in columns:
            free += suffix
        columns[free] = theirs.column(name)
    return pa.table(columns)


def _covering(function: Callable[..., Any]) -> Callable[..., Any]:
    """A pyarrow method that takes and gives our tables and columns."""

    def call(*args: Any, **kwargs: Any) -> Any:
        result = function(*map(_plain, args), **{key: _plain(value) for key, value in kwargs.items()})
        if isinstance(result, pa.Table):
            return Table(result)
        return Column(result) if isinstance(result, pa.ChunkedArray) else result

    return call


def _plain(value: Any) -> Any:
    return value.arrow if isinstance(value, Table | Column) else value
