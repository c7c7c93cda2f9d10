"""Python's syntax trees, under the names of ``ast``.

Their classes are made in ``_ast``. ``ast`` adds tools for other purposes, and with them takes as long to load as
reading a few modules; it is loaded when one of them is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ast import *  # noqa: F403
else:
    import _ast
    from _ast import *  # noqa: F403

    def parse(source, filename="<unknown>", mode="exec"):
        """``ast.parse``."""
        return compile(source, filename, mode, _ast.PyCF_ONLY_AST, dont_inherit=True)

    def iter_child_nodes(node):
        """``ast.iter_child_nodes``."""
        for name in node._fields:
            field = getattr(node, name, None)
            if isinstance(field, _ast.AST):
                yield field
            elif isinstance(field, list):
                for item in field:
                    if isinstance(item, _ast.AST):
                        yield item

    def walk(node):
        """``ast.walk``, in the same order."""
        nodes = [node]
        for one in nodes:
            nodes.extend(iter_child_nodes(one))
            yield one

    def get_docstring(node, clean=True):
        """``ast.get_docstring``."""
        if not (node.body and isinstance(node.body[0], _ast.Expr)):
            return None
        value = node.body[0].value
        if not (isinstance(value, _ast.Constant) and isinstance(value.value, str)):
            return None
        if clean:
            from inspect import cleandoc

            return cleandoc(value.value)
        return value.value

    def __getattr__(name):
        import ast

        return getattr(ast, name)
