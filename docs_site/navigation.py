"""The navigation: sections by folder, pages in the order in which they are read."""

from __future__ import annotations

from pathlib import Path

from floe_lint.api import builtin_rules

_HOW_TO = ("pre-commit", "github", "gitlab", "editors", "monorepo", "adopt", "fix", "write-a-policy", "deploy")
_REFERENCE = ("floe-yaml", "platform", "configuration", "command-line", "exit-codes", "json-format", "graph")
_SECTIONS = {
    "how-to": ("How to", _HOW_TO),
    "reference": (
        "Reference",
        ("floe-yaml", "platform", "configuration", "command-line", "exit-codes", "json-format", "graph"),
    ),
    "explanation": ("Explanation", ("two-tiers", "static-discovery", "how-it-is-proved")),
}
"""A folder's title, and the pages that come first; the others follow by name."""
MADE = frozenset(
    ["reference/command-line.md", "reference/floe-yaml.md", "reference/project.md", "reference/unused-fields.md"]
)
"""The pages of these folders that are generated from the code."""


def navigation(docs: Path) -> list[object]:
    """The ``nav`` of MkDocs for a docs folder."""
    nav: list[object] = ["index.md", "tutorial.md", "quickstart.md"]
    for folder, (title, first) in _SECTIONS.items():
        pages = {path.relative_to(docs).as_posix() for path in (docs / folder).glob("*.md")}
        pages |= {page for page in MADE if page.startswith(f"{folder}/")}
        nav.append({title: sorted(pages, key=lambda page, first=first: _order(page, first))})  # type: ignore[misc]
    rules = [f"rules/{rule.info.id}.md" for rule in builtin_rules()]
    nav.append({"Rules": ["rules/index.md", *rules]})
    return nav


def _order(page: str, first: tuple[str, ...]) -> tuple[int, str]:
    name = page.rpartition("/")[2].removesuffix(".md")
    return (first.index(name) if name in first else len(first), name)
