"""What the models say of their fields: the string below each.

They are read from the source when they are asked for. pydantic can do it too, but for every model when it is made,
which would slow down every run that has a schema error to explain.
"""

from __future__ import annotations

import ast
import inspect
import sys

from pydantic import BaseModel

FieldDocs = dict[tuple[str, str], str]
"""By the names of model and field."""


def field_docs(model: type[BaseModel]) -> FieldDocs:
    """Those of all models in the module of this one."""
    tree = ast.parse(inspect.getsource(sys.modules[model.__module__]))
    found: FieldDocs = {}
    for owner in tree.body:
        if not isinstance(owner, ast.ClassDef):
            continue
        for field, below in zip(owner.body, owner.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                found[owner.name, field.target.id] = str(below.value.value)
    return found
