"""Names that rules know are those that Dagster and the loader use."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from dagster._core.definitions.utils import DISALLOWED_NAMES

from tests.rule_cases import RULES


def _rule(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, RULES / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reserved_names_are_those_of_dagster() -> None:
    assert set(_rule("refused-name/refused_name.py").RESERVED) == set(DISALLOWED_NAMES)


def test_the_automation_sensor_has_the_name_that_the_loader_gives_it() -> None:
    from floe_dagster.loading.automation import SENSOR_NAME

    assert _rule("name-collision/name_collision.py").AUTOMATION_SENSOR == SENSOR_NAME
