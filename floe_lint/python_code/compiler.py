"""What Python's compiler refuses although its parser does not, at the level of a module.

Function bodies are left out: compiling every module would take as long again as parsing it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

Refusal = tuple[ast.AST, str]
"""A node, and why it cannot stand there."""


def refusal(tree: ast.Module) -> Refusal | None:
    """The first thing that the compiler refuses."""
    late = _late_future(tree.body)
    return late if late is not None else next(_refused(tree.body, in_loop=False), None)


def _late_future(body: list[ast.stmt]) -> Refusal | None:
    begun = False
    for number, statement in enumerate(body):
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            if begun:
                return statement, "from __future__ imports must occur at the beginning of the file"
        elif not (number == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            begun = True
    return None


def _refused(body: list[ast.stmt], in_loop: bool) -> Iterator[Refusal]:
    for statement in body:
        if isinstance(statement, ast.Return):
            yield statement, "'return' outside function"
        elif isinstance(statement, (ast.Break, ast.Continue)) and not in_loop:
            what = "'break' outside loop" if isinstance(statement, ast.Break) else "'continue' not properly in loop"
            yield statement, what
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _repeated_parameter(statement.args)
        elif isinstance(statement, ast.ClassDef):
            yield from _refused(statement.body, in_loop=False)
        elif isinstance(statement, (ast.For, ast.While)):
            yield from _refused(statement.body, in_loop=True)
            yield from _refused(statement.orelse, in_loop)
        else:
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(statement, field, None)
                if isinstance(inner, list):
                    yield from _refused(inner, in_loop)
            for handler in getattr(statement, "handlers", ()):
                yield from _refused(handler.body, in_loop)


def _repeated_parameter(arguments: ast.arguments) -> Iterator[Refusal]:
    seen: set[str] = set()
    every = (*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg)
    for argument in every:
        if argument is not None:
            if argument.arg in seen:
                yield argument, f"duplicate argument '{argument.arg}' in function definition"
            seen.add(argument.arg)
