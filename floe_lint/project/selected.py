"""What the selections of batch jobs resolve to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from floe_lint.places import Route
from floe_lint.project.asset import Asset
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.declarations import Job
from floe_lint.selection.index import AssetIndex, SelectableAsset
from floe_lint.selection.reach import members
from floe_lint.selection.resolve import resolve_all
from floe_lint.selection.syntax import Expression, parse_selection
from floe_lint.selection.tokens import SelectionError


class SelectedTerm(NamedTuple):
    """One term of a job's selection: its text, where it stands, what it parsed to and the assets it selects.

    ``mask`` has bit *i* set for asset *i* of the catalog; it is 0 after an error.
    """

    text: str
    route: Route
    expression: Expression | SelectionError
    mask: int


class Selected:
    """The selections of all batch jobs, resolved together because that shares the closures."""

    def __init__(self, catalog: AssetCatalog, jobs: tuple[Job, ...]) -> None:
        self.catalog = catalog
        self._jobs = [job for job in jobs if job.type == "batch"]

    @cached_property
    def index(self) -> AssetIndex:
        """The assets as selections see them; what is unknown about one matches nothing."""
        assets = self.catalog.assets
        numbers = {asset.key: number for number, asset in enumerate(assets)}
        return AssetIndex(
            [_selectable(asset) for asset in assets],
            [[numbers[dep.key] for dep in asset.deps if dep.key in numbers] for asset in assets],
        )

    @cached_property
    def terms(self) -> dict[str, tuple[SelectedTerm, ...]]:
        """The known terms of every batch job, by the job's name."""
        parsed: list[tuple[str, str, Route, Expression | SelectionError]] = []
        expressions: list[Expression] = []
        cache: dict[str, Expression | SelectionError] = {}
        for job in self._jobs:
            for text, route in zip(job.selection, job.term_routes, strict=True):
                if text is None:
                    continue
                expression = cache.get(text)
                if expression is None:
                    expression = cache[text] = parse_selection(text)
                parsed.append((job.name, text, route, expression))
                if not isinstance(expression, SelectionError):
                    expressions.append(expression)
        masks = iter(resolve_all(expressions, self.index))
        result: dict[str, list[SelectedTerm]] = {job.name: [] for job in self._jobs}
        for name, text, route, expression in parsed:
            mask = 0 if isinstance(expression, SelectionError) else next(masks)
            result[name].append(SelectedTerm(text, route, expression, mask))
        return {name: tuple(terms) for name, terms in result.items()}

    def mask(self, job: str) -> int:
        """The union of a job's terms; 0 for an ops job."""
        result = 0
        for term in self.terms.get(job, ()):
            result |= term.mask
        return result

    def assets(self, job: str) -> Iterator[Asset]:
        """The assets that a job materializes, in the catalog's order: external ones are left out."""
        assets = self.catalog.assets
        return (assets[number] for number in members(self.mask(job) & self.index.materializable))

    def is_known(self, job: Job) -> bool:
        """Whether the answer is final: every asset is known, and every term is known and well-formed."""
        return (
            self.catalog.complete
            and None not in job.selection
            and not any(isinstance(term.expression, SelectionError) for term in self.terms.get(job.name, ()))
        )


def _selectable(asset: Asset) -> SelectableAsset:
    return SelectableAsset(
        asset.key,
        asset.key.rsplit("/", 1)[-1],
        asset.group or "<unknown>",
        asset.tags or {},
        asset.kinds or frozenset(),
        asset.owners or (),
        asset.external,
    )
