"""``floe schema``."""

from __future__ import annotations

import json

import pytest

from floe_lint.cli import main
from floe_lint.json_schema import SCHEMAS, json_schema


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["schema", *arguments])
    captured = capsys.readouterr()
    return int(stop.value.code or 0), captured.out, captured.err


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = _run(capsys, name)
    assert (code, err) == (0, "")
    assert json.loads(out) == json_schema(name)


def test_without_a_name_it_is_that_of_floe_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(_run(capsys)[1])["title"] == "floe.yaml"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("platfrom", 'floe schema: there is no schema "platfrom"; did you mean "platform"?\n'),
        ("x", 'floe schema: there is no schema "x"; the schemas are floe, platform, configuration, waivers\n'),
    ],
)
def test_another_name_is_refused(capsys: pytest.CaptureFixture[str], name: str, message: str) -> None:
    assert _run(capsys, name) == (2, "", message)
