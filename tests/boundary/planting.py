"""Small projects for boundary tests: text in, breaches out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from floe_lint.boundary.breaches import Breaches
from floe_lint.boundary.pattern_syntax import Forbid, Pattern
from floe_lint.findings.problem import At
from floe_lint.judging.boundary_rules import breaches_of, forbids_of
from floe_lint.judging.pack import builtin_pack_folder, load_pack
from floe_lint.judging.rule import Rule
from floe_lint.kernel.positions import show_route
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.project.project import Project
from floe_lint.yaml.parse import parse_document


@lru_cache(maxsize=1)
def boundary_rules() -> tuple[Rule, ...]:
    """The built-in rules that have patterns."""
    return tuple(rule for rule in load_pack(builtin_pack_folder()) if rule.forbid is not None)


@lru_cache(maxsize=1)
def forbids() -> tuple[Forbid, ...]:
    """What they forbid."""
    return forbids_of(boundary_rules())


def own_patterns() -> list[Pattern]:
    """Every pattern once, at the rule that declares it."""
    found: list[Pattern] = []
    for forbid, rule in zip(forbids(), boundary_rules(), strict=True):
        assert rule.forbid is not None
        count = sum(len(rule.forbid.get(kind) or ()) for kind in ("patterns", "keys"))
        found.extend(forbid.patterns[:count])
    return found


class Seen(NamedTuple):
    """A problem in short: rule, place as users write it (``key of`` for keys), the text it points at."""

    rule: str
    place: str
    text: str


def project(text: str, platform: str | None = None, environment: Mapping[str, str] | None = None) -> Project:
    """A project of a floe.yaml and a platform.yaml given as text."""
    files = ProjectFiles(parse_document("floe.yaml", text), process_environment={})
    files.__dict__["platform"] = None if platform is None else parse_document("platform.yaml", platform)
    return Project(files, Environment(None, environment or {}))


def breaches(text: str, platform: str | None = None, environment: Mapping[str, str] | None = None) -> Breaches:
    """The breaches of a floe.yaml and a platform.yaml given as text."""
    return breaches_of(project(text, platform, environment), boundary_rules())


def seen(text: str, platform: str | None = None, environment: Mapping[str, str] | None = None) -> list[Seen]:
    """Every problem, rule by rule."""
    subject = project(text, platform, environment)
    breached = breaches_of(subject, boundary_rules())
    found: list[Seen] = []
    for rule in boundary_rules():
        for problem in breached.of(rule.info.id):
            place = subject.place(problem.at)
            if isinstance(problem.at, At):
                shown = ("key of " if problem.at.key else "") + show_route(problem.at.route)
            else:
                shown = f"line {place.span.line}"
            found.append(Seen(rule.info.id, shown, subject.text_at(place)))
    return found


def quoted(value: Any) -> str:
    """A value as YAML on one line (JSON is YAML)."""
    return json.dumps(value)
