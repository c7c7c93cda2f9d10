"""What has no owner although it needs one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from floe_lint.rules import Problem, Project, nodes_of

WAYS_OUT = {"assets": 'name one in "owners"', "jobs": 'name one in its tag "owner"'}


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each asset or job without an owner, and for each owner that is not allowed."""
    allowed = options["allowed"]
    for kind in options["kinds"]:
        for node in nodes_of(project, kind):
            owners = node.values.get("owners")
            if owners is None:
                continue
            if not owners:
                yield Problem(node.at, f"{node.label} has no owner; {WAYS_OUT[kind]}")
            for owner in owners if allowed else ():
                if not any(fnmatchcase(owner, glob) for glob in allowed):
                    yield Problem(
                        node.at, f'{node.label} has the owner "{owner}"; the owners allowed are {", ".join(allowed)}'
                    )
