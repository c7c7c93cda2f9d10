"""Names that are not as the organisation's conventions want them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.rules import At, Place, Problem, Project, nodes_of

STYLES = {
    "snake_case": re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"),
    "camelCase": re.compile(r"[a-z][a-zA-Z0-9]*"),
    "PascalCase": re.compile(r"[A-Z][a-zA-Z0-9]*"),
    "UPPER_CASE": re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*"),
}
LONGEST = 200
"""Characters of a name that are looked at."""


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each name that breaks the convention of its kind."""
    for kind in ("jobs", "schedules", "sensors", "partitions", "backfills", "assets"):
        convention = options[kind]
        for node in nodes_of(project, kind) if convention else ():
            name = node.values["name"].rsplit("/", 1)[-1]
            if not _follows(name, convention):
                yield Problem(node.at, f"{node.label} {_says(name, convention)}")
    if options["groups"]:
        yield from _groups(project, options["groups"])


def _groups(project: Project, convention: str) -> Iterator[Problem]:
    """Each group once, at its first asset."""
    first: dict[str, At | Place] = {}
    for node in nodes_of(project, "assets"):
        if "group" in node.values:
            first.setdefault(node.values["group"], node.at)
    for group, at in first.items():
        if not _follows(group, convention):
            yield Problem(at, f'group "{group}" {_says(group, convention)}')


def _follows(name: str, convention: str) -> bool:
    if not re.fullmatch(r"\w+", name):
        return True
    style = STYLES.get(convention) or re.compile(convention)
    return len(name) <= LONGEST and style.fullmatch(name) is not None


def _says(name: str, convention: str) -> str:
    if convention not in STYLES:
        return f'does not match the convention for its name, "{convention}"'
    better = _in_style(name, convention)
    way_out = f'; name it "{better}"' if better is not None else ""
    return f"is not in {convention}{way_out}"


def _in_style(name: str, convention: str) -> str | None:
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]
    if not words or not words[0].isalpha():
        return None
    capital = [word.capitalize() for word in words]
    return {
        "snake_case": "_".join(words),
        "camelCase": "".join([words[0], *capital[1:]]),
        "PascalCase": "".join(capital),
        "UPPER_CASE": "_".join(words).upper(),
    }[convention]
