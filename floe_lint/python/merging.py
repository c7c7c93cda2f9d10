"""One value for a name that has another on each way the code may take."""

from __future__ import annotations

from collections.abc import Sequence

from floe_lint.kernel.positions import Place
from floe_lint.python.origins import is_dagster
from floe_lint.python.project_calls import makes
from floe_lint.python.values import (
    Assets,
    Const,
    Hidden,
    Items,
    Origin,
    Value,
    holds_assets,
    loadable,
    same,
)


def merge_names(ends: Sequence[dict[str, Value]], phrase: str, place: Place) -> dict[str, Value]:
    """The names after blocks of which one was run."""
    if len(ends) == 1:
        return ends[0]
    merged: dict[str, Value] = {}
    for name in dict.fromkeys(name for end in ends for name in end):
        value = merge([end.get(name) for end in ends], phrase, place)
        if value is not None:
            merged[name] = value
    return merged


def merge(values: Sequence[Value | None], phrase: str, place: Place) -> Value | None:
    """The one value of several, or one that says on what it depends. ``None`` is a name that is not there."""
    first = values[0]
    if all(same(first, other) for other in values[1:]):
        return first
    given = [value for value in values if value is not None]
    return Hidden(
        phrase,
        next((found for value in given if (found := _place(value)) is not None), place),
        assets=any(loadable(value) for value in given),
        makes=any(makes(value) or holds_assets(value) for value in given),
        maybe_none=any(value is None or _maybe_none(value) for value in values),
    )


def _place(value: Value) -> Place | None:
    if isinstance(value, Assets) and value.assets and value.form != "spec":
        return value.assets[0].place
    if isinstance(value, Hidden) and value.assets:
        return value.place
    if isinstance(value, Items) and value.hidden is not None and value.hidden.assets:
        return value.hidden.place
    return None


def _maybe_none(value: Value) -> bool:
    if isinstance(value, Const):
        return value.value is None
    return isinstance(value, Hidden) and value.maybe_none


def prefer_dagster(tried: dict[str, Value], after: dict[str, Value]) -> None:
    """Where ``try`` imports Dagster, keep it: in a project that is loaded by Dagster the import succeeds."""
    after.update({name: value for name, value in tried.items() if isinstance(value, Origin) and is_dagster(value.name)})
