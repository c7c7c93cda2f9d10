"""A rule as the engine holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from floe_lint.findings.finding import RuleInfo
from floe_lint.kernel.records import NamedTuple

if TYPE_CHECKING:
    from floe_lint.findings.problem import Problem
    from floe_lint.judging.outcome import Outcome
    from floe_lint.judging.waivers.apply_waivers import WaiverUse
    from floe_lint.project.project import Project

Check = Callable[["Project"], "Iterable[Problem]"]
ReportCheck = Callable[["Project", "Outcome"], "Iterable[Problem]"]
WaiverCheck = Callable[["WaiverUse"], "Iterable[Problem]"]


class RuleError(Exception):
    """A rule that cannot judge a project, and says itself why."""


class Rule(NamedTuple):
    """One folder of a pack.

    ``code`` is the path of its Python file, ``forbid`` the patterns of a boundary rule, as its front matter
    gives them. ``stage`` says whether it judges the project, what the other rules reported of it, or the waivers of a
    run. ``compiled`` is the file's code object as ``marshal`` writes it, where the pack came from the cache.

    ``options`` says what options the rule takes (see ``engine.rule_options``); a rule that is ``configured`` judges
    only where the configuration asks for it. ``policy`` holds what a rule without code and patterns selects, its
    condition and its message. ``pack`` is the name of the pack.
    """

    info: RuleInfo
    folder: str
    code: str | None
    forbid: dict[str, Any] | None
    stage: Literal["project", "report", "waivers"]
    compiled: bytes | None = None
    options: Mapping[str, Mapping[str, Any]] = {}
    configured: bool = False
    policy: dict[str, str] | None = None
    pack: str = ""
