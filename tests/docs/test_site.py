"""The docs build without a warning, and what they link to is there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from docs_site.navigation import MADE
from docs_site.rule_pages import rule_pages, verdict
from floe_lint import addresses
from floe_lint.adoption.first_project import plan_project
from floe_lint.adoption.settings_file import plan_settings
from floe_lint.api import builtin_rules
from floe_lint.json_schema import SCHEMAS, json_schema, published_at
from floe_lint.judging.rule import Rule
from tests.docs.blocks import ROOT, name_of, pages

RULES = builtin_rules()
HOME = "https://docs.example/"
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


class _Page(HTMLParser):
    """The anchors of a page, where its links lead, and what a browser loads with it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.anchors.add(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag in ("script", "img", "iframe") and given.get("src"):
            self.loaded.append(str(given["src"]))
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "preconnect", "icon"):
            self.loaded.append(str(given["href"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as ``make docs`` builds it, with no way to the network."""
    folder = tmp_path_factory.mktemp("site")
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, **nowhere, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    said = [line for line in result.stderr.splitlines() if not line.startswith("INFO")]
    assert said == []
    return folder


@pytest.fixture
def _home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site has an address."""
    monkeypatch.setattr(addresses, "SITE", HOME.rstrip("/"))


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The pages that are made from the rules."""
    return rule_pages()


@pytest.fixture(scope="module")
def read(site: Path) -> dict[Path, _Page]:
    """Every page of the site."""
    return {path: _Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def _file_of(site: Path, page: Path, link: str) -> Path:
    path = unquote(urlsplit(link).path)
    target = site / path.lstrip("/") if path.startswith("/") else page.parent / path if path else page
    target = Path(os.path.normpath(target))
    return target / "index.html" if target.is_dir() else target


@pytest.mark.slow
def test_every_link_within_the_site_resolves(site: Path, read: dict[Path, _Page]) -> None:
    broken = []
    for page, content in read.items():
        for link in content.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = _file_of(site, page, link)
            anchors = read[target].anchors if target in read else set()
            if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors):
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []


@pytest.mark.slow
def test_a_reader_loads_nothing_from_elsewhere(read: dict[Path, _Page]) -> None:
    assert sorted({source for page in read.values() for source in page.loaded if urlsplit(source).netloc}) == []


@pytest.mark.usefixtures("_home")
@pytest.mark.slow
def test_the_addresses_in_findings_are_pages(site: Path) -> None:
    links = [rule.info.help_uri for rule in builtin_rules()]
    assert len(links) == len(RULES)
    assert [link for link in links if not link.startswith(HOME)] == []
    assert [link for link in links if not (site / link.removeprefix(HOME) / "index.html").is_file()] == []


@pytest.mark.usefixtures("_home")
@pytest.mark.slow
def test_the_addresses_that_init_writes_are_pages(site: Path, tmp_path: Path) -> None:
    settings = plan_settings(str(tmp_path), None)
    assert settings is not None
    written = settings.after + plan_project(str(tmp_path)).after
    linked = re.findall(rf"{re.escape(HOME)}(\S+)", written)
    assert linked == ["reference/configuration", "quickstart"]
    assert all((site / page / "index.html").is_file() for page in linked)


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.slow
def test_schemas_are_published_where_they_say(site: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    published = json.loads((site / published_at(name)).read_text(encoding="utf-8"))
    assert published == json_schema(name)
    monkeypatch.setattr(addresses, "SITE", HOME.rstrip("/"))
    assert json_schema(name)["$id"] == HOME + published_at(name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.id)
def test_a_rule_page_shows_its_own_finding(rule: Rule) -> None:
    said = verdict(rule, RULES)
    assert re.search(rf"^(error|warning|info)\[{rule.info.id}\]: ", said, re.MULTILINE)
    assert re.search(r"#>? ?(error|warning|info)@", said) is None


def test_rule_pages_are_the_same_every_time(made: dict[str, str]) -> None:
    assert rule_pages() == made


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_to_a_file_resolves(page: Path, made: dict[str, str]) -> None:
    generated = {ROOT / "docs" / path for path in (*made, *MADE)}
    targets = [match["target"] for match in _LINK.finditer(page.read_text(encoding="utf-8"))]
    paths = [Path(os.path.normpath(page.parent / urlsplit(one).path)) for one in targets if not urlsplit(one).scheme]
    assert [str(path) for path in paths if not path.exists() and path not in generated] == []
