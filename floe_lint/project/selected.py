"""What the selections of batch jobs resolve to."""

from __future__ import annotations

from functools import cached_property
from typing import cast

from floe_lint.dagster.selection.index import AssetIndex, Selectable, SelectableAsset
from floe_lint.dagster.selection.reach import members
from floe_lint.dagster.selection.resolve import resolve_all
from floe_lint.dagster.selection.syntax import Expression, Not, SelectionFunction, Term, children, parse_selection
from floe_lint.dagster.selection.tokens import SelectionError, show
from floe_lint.findings.problem import At
from floe_lint.format.floe_yaml import Job
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.asset import Asset
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.yaml.document import Document


class SelectedTerm(NamedTuple):
    """One term of a job's selection: its text, where it stands, what it parsed to and the assets it selects.

    ``mask`` has bit *i* set for asset *i* of the catalog; it is 0 after an error.
    """

    text: str
    route: Route
    expression: Expression | SelectionError
    mask: int

    @property
    def error(self) -> SelectionError | None:
        """Why it cannot be parsed."""
        return self.expression if isinstance(self.expression, SelectionError) else None

    @property
    def shown(self) -> str:
        """Its text for a message: in quotes, shortened to one line."""
        return show(self.text)

    def at(self, floe: Document, start: int, end: int) -> At:
        """Where a range of its characters stands in floe.yaml."""
        return At(self.route, part=floe.part_of(self.route, self.text, (start, end)))


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
            [[numbers[dep.key] for dep in asset.deps] for asset in assets],
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
            result[name].append(SelectedTerm(text=text, route=route, expression=expression, mask=mask))
        return {name: tuple(terms) for name, terms in result.items()}

    def mask(self, job: str) -> int:
        """The union of a job's terms; 0 for an ops job."""
        result = 0
        for term in self.terms.get(job, ()):
            result |= term.mask
        return result

    def certain(self, job: Job) -> int:
        """The materializable assets that a job selects whatever is not known yet about the project.

        More assets can only add to a selection without ``not``, ``sinks`` and ``roots``.
        """
        if self.is_known(job):
            return self.mask(job.name) & self.index.materializable
        result = 0
        for term in self.terms.get(job.name, ()):
            if not isinstance(term.expression, SelectionError) and self._only_grows(term.expression):
                result |= term.mask
        return result & self.index.materializable

    def _only_grows(self, expression: Expression) -> bool:
        """Whether further assets, and what is not known of these, never take one out of the selection."""
        if isinstance(expression, Term):
            if expression.attribute == "asset" and "*" not in str(expression.value):
                return expression.value in self.index.keys
            if expression.attribute == "is":
                # What is only named so far may turn out to be an asset of the project's own.
                return expression.value == "materializable"
            return expression.value is not None
        if isinstance(expression, (Not, SelectionFunction)):
            return False
        return all(self._only_grows(child) for child in children(expression))

    def assets(self, job: str) -> list[Asset]:
        """The assets that a job materializes, in the catalog's order: external ones are left out."""
        return self.assets_of(self.mask(job) & self.index.materializable)

    def assets_of(self, mask: int) -> list[Asset]:
        """The assets whose bits are set, in the catalog's order."""
        return [self.catalog.assets[number] for number in members(mask)]

    def is_known(self, job: Job) -> bool:
        """Whether the answer is final: every asset is known, and every term is known and well-formed."""
        return (
            self.catalog.complete
            and None not in job.selection
            and not any(isinstance(term.expression, SelectionError) for term in self.terms.get(job.name, ()))
        )


def _selectable(asset: Asset) -> Selectable:
    if asset.group and asset.tags is not None and asset.kinds is not None and asset.owners is not None:
        return cast("Selectable", asset)
    return SelectableAsset(
        key=asset.key,
        name=asset.name,
        group=asset.group or "<unknown>",
        tags=asset.tags or {},
        kinds=asset.kinds or frozenset(),
        owners=asset.owners or (),
        external=asset.external,
    )
