"""The page of what a rule is given has all of it, and every example on it is so."""

from __future__ import annotations

import doctest
from datetime import datetime, timezone

import pytest

from docs_site.project_page import Attribute, attributes, names, project_page
from floe_lint import rules
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.project.project import Project
from floe_lint.rules import At
from floe_lint.yaml.parse import read_document
from tests.rule_cases import ROOT

ATTRIBUTES = attributes()


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch) -> Project:
    """The example project, as the page says."""
    monkeypatch.chdir(ROOT / "examples" / "ecommerce")
    files = ProjectFiles(
        read_document("floe.yaml"), process_environment={}, now=datetime(2026, 1, 15, tzinfo=timezone.utc)
    )
    return Project(files, Environment(None, {"VACUUM_RETENTION": "7"}))


def test_every_public_attribute_is_there(project: Project) -> None:
    public = {name for name in (*vars(Project), *vars(project)) if not name.startswith("_")}
    assert sorted(attribute.name for attribute in ATTRIBUTES) == sorted(public)


@pytest.mark.parametrize("attribute", ATTRIBUTES, ids=lambda attribute: attribute.name)
def test_an_attribute_is_explained_and_its_example_is_so(attribute: Attribute, project: Project) -> None:
    said, _, example = attribute.doc.partition("\n\n>>> ")
    assert said.endswith(".")
    assert f"project.{attribute.name}" in example
    given = {"project": project, "At": At}
    test = doctest.DocTestParser().get_doctest(attribute.doc, given, attribute.name, None, None)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert told == []
    assert f"### {attribute.name}\n\n```text\nproject.{attribute.usage}\n```\n" in project_page()


def test_every_name_that_rules_may_import_is_explained() -> None:
    listed = [name for group in rules.NAMES.values() for name in group.split()]
    assert sorted(names()) == sorted(listed)
    assert [name for name, said in names().items() if not said.endswith(".")] == []
