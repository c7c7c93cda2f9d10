"""Judging a project by a policy."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import NamedTuple

from floe_lint.findings.problem import Problem
from floe_lint.format.fields import fields_of as format_fields
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.judging.pack import RULE_FILE, front_matter
from floe_lint.judging.policies.expression import EvaluationError, Expression, ExpressionError, read_expression
from floe_lint.judging.policies.policy_fields import KINDS, fields_of
from floe_lint.judging.policies.policy_nodes import nodes_of, project_values
from floe_lint.judging.rule import Rule, RuleError
from floe_lint.kernel.near_names import nearest
from floe_lint.project.project import Project
from floe_lint.settings.pack_file import PackError

MOST_NODES = 100_000
"""Nodes that a policy judges in one project."""
MOST_SECONDS = 30.0
"""Time that a policy takes for all nodes of a project."""


class Policy(NamedTuple):
    """A checked policy."""

    select: str
    expression: Expression
    message: str
    help: str | None


def check_policy(rule: Rule) -> None:
    """Refuse what a policy cannot mean. Raises ``PackError`` with the file and the column."""
    _policy(rule.folder, **_parts(rule))


def judge_policy(rule: Rule, project: Project) -> Iterator[Problem]:
    """One problem for each node that does not meet the condition.

    A node of which something the policy reads cannot be known is left alone. Raises ``RuleError`` where the condition
    gives no answer.
    """
    policy = _policy(rule.folder, **_parts(rule))
    uses = policy.expression.uses
    whole = project_values(project) if "project" in uses else {}
    if not uses.get("project", frozenset()) <= whole.keys():
        return
    read = uses.get("node", frozenset()) | set(_placeholders(policy.message)) | set(_placeholders(policy.help or ""))
    until = time.monotonic() + MOST_SECONDS
    for number, node in enumerate(nodes_of(project, policy.select)):
        if number >= MOST_NODES:
            raise RuleError(f'policy "{rule.info.id}" selects more than {MOST_NODES:,} nodes ("{policy.select}")')
        if not read <= node.values.keys():
            continue
        if time.monotonic() > until:
            raise RuleError(f'policy "{rule.info.id}" takes longer than {MOST_SECONDS:g} seconds for all nodes')
        try:
            holds = policy.expression.holds({"node": node.values, "project": whole})
        except EvaluationError as error:
            raise RuleError(
                f'policy "{rule.info.id}" of the pack "{rule.pack}" cannot judge {node.label}: its condition {error}'
            ) from None
        if not holds:
            values = {name: _text(value) for name, value in node.values.items()}
            help = _filled(policy.help, values) if policy.help else None
            yield Problem(node.at, _filled(policy.message, values), help=help)


def _parts(rule: Rule) -> dict[str, str]:
    assert rule.policy is not None
    return rule.policy


@cache
def _policy(folder: str, select: str, condition: str, message: str, help: str | None = None) -> Policy:
    _check_select(folder, select)
    node = frozenset(field.name for field in fields_of(select))
    whole = frozenset(field.name for field in KINDS["project"])
    try:
        expression = read_expression(condition, {"node": node, "project": whole})
    except ExpressionError as error:
        raise _error(folder, "condition", (error.start, error.end), str(error)) from None
    for key, text in (("message", message), ("help", help)):
        if text is not None:
            _check_template(folder, key, text, node)
    return Policy(select=select, expression=expression, message=message, help=help)


def _check_select(folder: str, select: str) -> None:
    if select in KINDS:
        return
    first = select.split(".")[0]
    if first in format_fields(FloeFile) or first.startswith(("x-", "*")):
        return
    near = nearest(first, [*KINDS, *sorted(format_fields(FloeFile))])
    way_out = f'did you mean "{near}"?' if near else f"it names a kind of node ({', '.join(KINDS)}) or a route"
    raise _error(folder, "select", None, f'"{select}" selects nothing; {way_out}')


def _placeholders(template: str) -> list[str]:
    return [name[len("node.") :] for _, name, _, _ in Formatter().parse(template) if name is not None]


def _check_template(folder: str, key: str, template: str, fields: frozenset[str]) -> None:
    try:
        parsed = list(Formatter().parse(template))
    except ValueError as error:
        raise _error(folder, key, None, f'"{key}" cannot be filled in: {error}') from None
    for _, name, spec, conversion in parsed:
        if name is None:
            continue
        field = name[len("node.") :] if name.startswith("node.") else None
        if field not in fields or spec or conversion:
            near = nearest(field or name, fields)
            way_out = f'did you mean "{{node.{near}}}"?' if near else f"the fields are {', '.join(sorted(fields))}"
            raise _error(folder, key, None, f'"{{{name}}}" in "{key}" is no field of a node; {way_out}')


def _filled(template: str, values: dict[str, str]) -> str:
    parts = []
    for text, name, _, _ in Formatter().parse(template):
        parts.append(text)
        if name is not None:
            parts.append(values[name[len("node.") :]])
    return "".join(parts)


_LONGEST_SHOWN = 200


def _text(value: object) -> str:
    if isinstance(value, dict):
        text = ", ".join(f"{key}={item}" for key, item in value.items())
    elif isinstance(value, list):
        text = ", ".join(str(item) for item in value)
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _error(folder: str, key: str, part: tuple[int, int] | None, message: str) -> PackError:
    path = os.path.join(folder, RULE_FILE)
    span = front_matter(path).span((key,), part=part)
    return PackError(f"{path}:{span.line}:{span.column}: {message}")
