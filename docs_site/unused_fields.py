"""The page of the fields that are accepted and not used, made from their declarations."""

from __future__ import annotations

from floe_lint.format.fields import Section
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.format.routes import declared_fields

_INTRODUCTION = """\
# Accepted, not used

Files in the wild have these fields. They may be given, and `floe lint` judges their form and what must not stand in
them as everywhere; in what the loader makes of a project they change nothing. Every other field changes something.

`*` stands for any name, `[dynamic]` for entries of that `type`.
"""


def unused_fields_page() -> str:
    """The fields of each file with what they mean, as Markdown."""
    return "\n".join([_INTRODUCTION, _table("floe.yaml", FloeFile), _table("platform.yaml", PlatformFile)])


def _table(title: str, file: type[Section]) -> str:
    rows = [f"| `{one.route}` | {one.doc} |" for one in declared_fields(file) if not one.is_used]
    return "\n".join([f"## {title}\n", "| field | meaning |", "|---|---|", *rows]) + "\n"
