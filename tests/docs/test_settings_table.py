"""The table of settings in the reference follows from their declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from floe_lint.settings.configuration import Configuration
from floe_lint.settings.keys import REQUIRED, Key, keys_of
from tests.docs.blocks import ROOT

PAGE = ROOT / "docs" / "reference" / "configuration.md"
HEAD = ["| key | type | default | meaning |", "|---|---|---|---|"]


def _rows(record: Any, above: str, headings: set[str]) -> Iterator[str]:
    for name, key in keys_of(record).items():
        shown = f"`{above}{name}`"
        linked = f"[{shown}](#{name})" if not above and name in headings else shown
        yield f"| {linked} | {_type(key)} | {_default(key)} | {key.meaning} |"
        if key.section is not None:
            yield from _rows(key.section, f"{above}{name}.", headings)


def _type(key: Key) -> str:
    words = {"array": "list", "object": "table"}
    named = key.kind.schema.get("type", "string")
    first: str = named[0] if isinstance(named, list) else named
    return words.get(first, first)


def _default(key: Key) -> str:
    if key.default is REQUIRED:
        return "required"
    if key.section is not None or key.default in (None, (), {}):
        return ""
    values = list(key.default) if isinstance(key.default, tuple) else key.default
    return f"`{str(values).lower() if isinstance(values, bool) else values}`".replace("'", '"')


def test_the_table_lists_every_setting() -> None:
    page = PAGE.read_text(encoding="utf-8")
    headings = {heading.lower() for heading in re.findall(r"^## (\w+)$", page, re.MULTILINE)}
    wanted = [*HEAD, *_rows(Configuration, "", headings)]
    table = page[page.index(HEAD[0]) :].split("\n\n")[0].splitlines()
    assert table == wanted, "\n".join(wanted)
