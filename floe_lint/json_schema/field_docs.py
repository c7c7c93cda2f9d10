"""What the models say of their fields: the string below each, and that a field is not used.

They are read from the source when they are asked for. pydantic can do it too, but for every model when it is made,
which would slow down every run that has a schema error to explain.
"""

from __future__ import annotations

import ast
import inspect
import sys

from pydantic import BaseModel

from floe_lint.format.field_types import UNUSED

FieldDocs = dict[tuple[str, str], str]
"""By the names of model and field."""


def field_docs(model: type[BaseModel]) -> FieldDocs:
    """Those of all models in the module of this one."""
    module = sys.modules[model.__module__]
    tree = ast.parse(inspect.getsource(module))
    found: FieldDocs = {}
    for owner in tree.body:
        if not isinstance(owner, ast.ClassDef):
            continue
        fields = getattr(module, owner.name).model_fields
        for field, below in zip(owner.body, owner.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                name, text = field.target.id, str(below.value.value)
                found[owner.name, name] = f"{text} {UNUSED}" if UNUSED in fields[name].metadata else text
    return found
