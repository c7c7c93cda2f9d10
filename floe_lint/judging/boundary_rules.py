"""The rules that forbid patterns: what they say together, and the breaches that they find in a project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from floe_lint.judging.pack import RULE_FILE
from floe_lint.judging.rule import Rule
from floe_lint.project.project import Project
from floe_lint.settings.pack_file import PackError

if TYPE_CHECKING:
    from floe_lint.boundary.breaches import Breaches
    from floe_lint.boundary.pattern_syntax import Forbid


def forbids_of(rules: Iterable[Rule]) -> tuple[Forbid, ...]:
    """What those of the rules forbid that have patterns. Raises ``PackError``."""
    from floe_lint.boundary.pattern_syntax import PatternError, WrittenForbid, read_forbids

    try:
        return read_forbids(
            WrittenForbid(rule.info.id, f"{rule.folder}/{RULE_FILE}", rule.forbid)
            for rule in rules
            if rule.forbid is not None
        )
    except PatternError as error:
        raise PackError(str(error)) from None


def breaches_of(project: Project, rules: Iterable[Rule]) -> Breaches:
    """The breaches that all rules with patterns find: the secrets among them are masked whichever rules are active.

    Raises ``PackError`` for a pattern that cannot be used.
    """
    from floe_lint.boundary.breaches import find_breaches
    from floe_lint.boundary.pattern_syntax import PatternError

    forbids = forbids_of(rules)
    try:
        return find_breaches(project, forbids)
    except PatternError as error:
        raise PackError(str(error)) from None
