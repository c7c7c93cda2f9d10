"""The pages name every field that is accepted and not used, and no other."""

from __future__ import annotations

import re

from docs_site.unused_fields import unused_fields_page
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.format.routes import declared_fields
from tests.docs.blocks import ROOT

UNUSED = {model: [one.route for one in declared_fields(model) if not one.is_used] for model in (FloeFile, PlatformFile)}


def test_the_list_has_a_table_for_each_file() -> None:
    _, floe, platform = re.split(r"^## .*$", unused_fields_page(), flags=re.MULTILINE)
    for model, table in ((FloeFile, floe), (PlatformFile, platform)):
        rows = re.findall(r"^\| `(.*)` \| [A-Z].*\. \|$", table, re.MULTILINE)
        assert rows == UNUSED[model]
        assert "Accepted, not used." not in table


def test_the_page_of_platform_yaml_names_its_own() -> None:
    page = (ROOT / "docs" / "reference" / "platform.md").read_text(encoding="utf-8")
    section = page.partition("\n## Accepted, not used\n")[2]
    told, _, _ = section.partition("functions of the project")
    assert sorted(re.findall(r"`([a-z_.*]+)`", told)) == sorted(UNUSED[PlatformFile])
    marked = re.findall(r"^\| `(.*)` \|.*\[not used\]", page, re.MULTILINE)
    assert [f"layers.*.{key}" for key in marked] == [route for route in UNUSED[PlatformFile] if "." in route]
