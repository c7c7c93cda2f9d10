"""What a configuration may and may not change at run time."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.validated import InvalidProjectError, validate

FLOE = """\
name: shop
version: "1.0.0"
orchestration:
  jobs:
    load:
      type: ops
      target_function: shop_ops.load
      args: {{source: {source}}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one job, valid until an organisation says more."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "shop_ops.py").write_text("def load(source): ...\n")
    (tmp_path / "floe.yaml").write_text(FLOE.format(source="db.acme.example"))
    return tmp_path


def test_the_rules_of_an_organisation_judge_at_run_time_too(project: Path) -> None:
    path = str(project / "floe.yaml")
    assert validate(path, {}).report.ok
    (project / "floe-lint.toml").write_text('[boundary]\nhosts = ["*.acme.example"]\n')
    with pytest.raises(InvalidProjectError, match="own-hostname"):
        validate(path, {})
    with pytest.raises(InvalidProjectError, match="own-hostname"):
        validate(path, {}, lambda _: True)


@pytest.mark.parametrize(
    "settings", ['ignore = ["service-url"]\n', 'select = ["dst-hazard"]\n', 'severity = {service-url = "info"}\n']
)
def test_no_setting_switches_a_rule_off(project: Path, settings: str) -> None:
    (project / "floe.yaml").write_text(FLOE.format(source='"http://minio:9000"'))
    (project / "floe-lint.toml").write_text(settings)
    with pytest.raises(InvalidProjectError, match="service-url"):
        validate(str(project / "floe.yaml"), {})


def test_what_vouches_is_believed_without_rules_of_an_organisation(project: Path) -> None:
    (project / "floe.yaml").write_text(FLOE.format(source='"http://minio:9000"'))
    assert validate(str(project / "floe.yaml"), {}, lambda _: True).report.ok
