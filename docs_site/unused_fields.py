"""The page of the fields that are accepted and not used, made from the models."""

from __future__ import annotations

from pydantic import BaseModel

from floe_lint.format.field_types import UNUSED
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.format.routes import declared_fields
from floe_lint.json_schema.field_docs import field_docs

_INTRODUCTION = """\
# Accepted, not used

Files in the wild have these fields. They may be given, and `floe lint` judges their form and what must not stand in
them as everywhere; in what the loader makes of a project they change nothing. Every other field changes something.

`*` stands for any name, `[dynamic]` for entries of that `type`.
"""


def unused_fields_page() -> str:
    """The fields of each file with what they mean, as Markdown."""
    return "\n".join([_INTRODUCTION, _section("floe.yaml", FloeFile), _section("platform.yaml", PlatformFile)])


def _section(title: str, model: type[BaseModel]) -> str:
    docs = field_docs(model)
    rows = [
        f"| `{field.route}` | {docs[field.model.__name__, field.name].removesuffix(f' {UNUSED}')} |"
        for field in declared_fields(model)
        if field.unused
    ]
    return "\n".join([f"## {title}\n", "| field | meaning |", "|---|---|", *rows]) + "\n"
