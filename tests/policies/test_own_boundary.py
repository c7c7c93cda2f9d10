"""Secrets that an organisation describes are shown nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floe_lint.api import Options, lint, secrets_of
from floe_lint.report import FORMATS, load_renderer
from floe_lint.report.render_options import RenderOptions
from tests.policies.packs import write_project

SECRET = "acme_9876543210zyxwvutsrq"
SETTINGS = '[[boundary.secrets]]\nname = "an ACME token"\npattern = "acme_[a-z0-9]{20}"\n'
FLOE = f'name: shop\nversion: "1.0.0"\nx-a: {{note: {SECRET}, jb: 1}}\nstorag: {SECRET}\n'


@pytest.mark.parametrize("name", FORMATS)
def test_no_report_shows_one(repository: Path, name: str) -> None:
    write_project(repository, SETTINGS, FLOE)
    report = lint("floe.yaml")
    assert [finding.span.line for finding in report.findings if finding.rule == "own-secret"] == [3, 4]
    text = load_renderer(name)(report, RenderOptions(working_directory=str(repository)))
    assert SECRET not in text
    assert SECRET not in json.dumps(report.sources)


def test_those_who_rewrite_files_know_them(repository: Path) -> None:
    write_project(repository, SETTINGS, FLOE)
    assert secrets_of("floe.yaml", Options()) == {SECRET}


def test_one_cannot_be_ignored(repository: Path) -> None:
    write_project(repository, SETTINGS, FLOE.replace("}\n", "}  # floe: ignore[own-secret] a test\n"))
    report = lint("floe.yaml", options=Options(ignore=["own-secret"]))
    assert "own-secret" in {finding.rule for finding in report.findings}
