"""What the rules of the first stage reported, for the rules that judge reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from floe_lint.engine.ignores import Ignore
from floe_lint.report import RuleInfo


class Outcome(NamedTuple):
    """The ignores of a file and which of them took a finding out.

    ``used`` holds ``(ignore, rule id)`` pairs, ``refused`` pairs whose rule may not be ignored, ``ran`` the ids
    of the rules that judged the project in this run, ``known`` all rules.
    """

    ignores: tuple[Ignore, ...]
    used: frozenset[tuple[Ignore, str]]
    refused: frozenset[tuple[Ignore, str]]
    ran: frozenset[str]
    known: Mapping[str, RuleInfo]
