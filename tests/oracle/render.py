"""A draft written as the files of a project."""

from __future__ import annotations

from random import Random
from typing import Any

import yaml

from tests.oracle.dbt_files import dbt_files
from tests.oracle.draft import Draft, Route
from tests.oracle.modules import module_text

_WRAPPED = frozenset({"cron_schedule", "timezone", "description", "enabled", "poll_interval_seconds", "batch_size"})
"""Fields whose values are sometimes given as the default of a variable."""


def project_files(random: Random, draft: Draft) -> dict[str, str]:
    """All files by path."""
    files = {
        "pyproject.toml": f"[project]\nname = '{draft.package.replace('_', '-')}'\nversion = '1.0'\n",
        "floe.yaml": floe_text(random, draft.floe),
        f"{draft.package}/__init__.py": "",
        f"{draft.package}/ops.py": draft.ops,
    }
    for number in range(draft.modules):
        files[f"{draft.package}/assets_{number}.py"] = module_text(random, number, draft.assets)
    if draft.platform is not None:
        files["platform.yaml"] = yaml.safe_dump(draft.platform, sort_keys=False)
    if draft.models:
        files |= dbt_files(draft.models, draft.source_keys)
    return files | draft.files


def floe_text(random: Random, data: dict[str, Any]) -> str:
    """floe.yaml in block or flow style, some values as defaults of variables."""
    wrapped = _wrapped(random, data, "") if random.random() < 0.5 else data
    text: str = yaml.safe_dump(
        wrapped,
        sort_keys=False,
        default_flow_style=random.choice([False, False, None]),
        width=1_000_000,
        allow_unicode=True,
    )
    return text


def _wrapped(random: Random, value: Any, field: str) -> Any:
    if isinstance(value, dict):
        return {key: _wrapped(random, entry, str(key)) for key, entry in value.items()}
    if isinstance(value, list):
        return [_wrapped(random, entry, "") for entry in value]
    if field in _WRAPPED and not (isinstance(value, str) and set("${}") & set(value)) and random.random() < 0.3:
        plain = str(value).lower() if isinstance(value, bool) else str(value)
        return f"${{FLOE_ORACLE_{field.upper()}:{random.choice(['', '-'])}{plain}}}" if plain else value
    return value


def line_of(text: str, route: Route) -> tuple[int, int] | None:
    """First and last line (from 1) of the entry at a route, by a YAML reader that is not ours."""
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    key: Any = node
    for step in route:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if pair is None:
                return None
            key, node = pair
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            key = node = node.value[step]
        else:
            return None
    last = node.end_mark.line + (1 if node.end_mark.column or node.end_mark.line == key.start_mark.line else 0)
    return key.start_mark.line + 1, max(last, key.start_mark.line + 1)
