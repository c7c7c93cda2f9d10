"""What the rules of the first stage reported, for the rules that judge reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floe_lint.findings.finding import RuleInfo
from floe_lint.judging.ignores import Ignore
from floe_lint.kernel.records import NamedTuple


class Outcome(NamedTuple):
    """The ignores of a project's files and which of them took a finding out.

    ``used`` holds ``(ignore, rule id)`` pairs, ``ran`` the ids of the rules that judged the project without a
    crash, ``known`` all rules.
    """

    ignores: tuple[Ignore, ...]
    used: frozenset[tuple[Ignore, str]]
    ran: frozenset[str]
    known: Mapping[str, RuleInfo]


def merge(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of a project under several environments: used in one of them is used."""
    first = outcomes[0]
    return first._replace(
        used=frozenset().union(*(outcome.used for outcome in outcomes)),
        ran=first.ran.intersection(*(outcome.ran for outcome in outcomes)),
    )
