"""Which assets a selection selects, as Dagster would answer."""

from __future__ import annotations

from collections.abc import Sequence

from floe_lint.dagster.selection.index import AssetIndex, SelectableAsset
from floe_lint.dagster.selection.reach import Direction, members
from floe_lint.dagster.selection.syntax import (
    And,
    Expression,
    Not,
    Or,
    SelectionFunction,
    Term,
    Traversal,
    parse_selection,
)
from floe_lint.dagster.selection.tokens import SelectionError
from floe_lint.kernel.records import NamedTuple

__all__ = [
    "AssetIndex",
    "SelectableAsset",
    "TermResult",
    "members",
    "resolve",
    "resolve_all",
    "resolve_terms",
]


class TermResult(NamedTuple):
    """One item of a selection list, what it parsed to, and the assets it selects (none after an error)."""

    text: str
    expression: Expression | SelectionError
    mask: int


def resolve(expression: Expression, index: AssetIndex) -> int:
    """Return the assets that a selection selects: bit *i* stands for ``index.assets[i]``.

    Mirrors Dagster's ``AssetSelection.resolve`` of :func:`floe_lint.dagster.selection.dagster_form.to_dagster`:

    - ``+x`` keeps no external asset, not even ``x``; ``x+`` keeps those it finds, above all ``x`` itself;
    - ``not x`` is every materializable asset that is not in ``x``;
    - ``sinks(x)`` are the assets of ``x`` with no other asset of ``x`` anywhere below them, also by way of
      assets outside ``x``; ``roots(x)`` those with none above them. Both keep external assets.

    Names that do not exist select nothing; :func:`floe_lint.dagster.selection.unknown.unknown_names` tells which.
    """
    return resolve_all([expression], index)[0]


def resolve_terms(texts: Sequence[str], index: AssetIndex) -> list[TermResult]:
    """Parse and resolve the items of a selection list, which mean their union.

    An item is empty if its mask is 0, and redundant if the masks of the others hold all of it. To resolve
    many lists on a large project, join them: closures are worked out together.
    """
    parsed = [parse_selection(text) for text in texts]
    masks = iter(resolve_all([item for item in parsed if not isinstance(item, SelectionError)], index))
    return [
        TermResult(text, item, 0 if isinstance(item, SelectionError) else next(masks))
        for text, item in zip(texts, parsed, strict=True)
    ]


def resolve_all(expressions: Sequence[Expression], index: AssetIndex) -> list[int]:
    """Resolve many selections, working out all closures they need together.

    Each round finds which closures are missing; nested traversals take a round for each level.
    """
    while True:
        missing: dict[tuple[Direction, int], None] = {}
        masks = [_evaluate(expression, index, missing) for expression in expressions]
        if not missing:
            return [mask for mask in masks if mask is not None]
        index.reach.close(missing)


def _evaluate(expression: Expression, index: AssetIndex, missing: dict[tuple[Direction, int], None]) -> int | None:
    """Return the assets selected, or ``None`` after noting the closures that are missing to tell."""
    if isinstance(expression, Term):
        return index.matching(expression)
    if isinstance(expression, (And, Or)):
        operands = [_evaluate(operand, index, missing) for operand in expression.operands]
        result = operands[0]
        for operand in operands[1:]:
            if result is None or operand is None:
                return None
            result = result & operand if isinstance(expression, And) else result | operand
        return result
    child = _evaluate(expression.child, index, missing)
    if child is None:
        return None
    if isinstance(expression, Not):
        return index.materializable & ~child
    if isinstance(expression, SelectionFunction):
        # A sink has nothing below it in the set: it is above nothing in the set.
        direction: Direction = "up" if expression.name == "sinks" else "down"
        beyond = _closure(direction, index.reach.neighbours(direction, child), index, missing)
        return None if beyond is None else child & ~beyond
    return _traverse(expression, child, index, missing)


def _traverse(
    traversal: Traversal, child: int, index: AssetIndex, missing: dict[tuple[Direction, int], None]
) -> int | None:
    above: int | None = 0
    below: int | None = 0
    if traversal.up is None:
        above = _closure("up", child, index, missing)
    elif traversal.up:
        above = index.reach.within("up", child, traversal.up)
    if traversal.down is None:
        below = _closure("down", child, index, missing)
    elif traversal.down:
        below = index.reach.within("down", child, traversal.down)
    if above is None or below is None:
        return None
    return above & index.materializable | below


def _closure(
    direction: Direction, seeds: int, index: AssetIndex, missing: dict[tuple[Direction, int], None]
) -> int | None:
    found = index.reach.closure(direction, seeds)
    if found is None:
        missing[direction, seeds] = None
    return found
