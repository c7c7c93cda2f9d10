"""Functions that floe.yaml names: ops and custom sensors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from floe_lint.nearest import nearest
from floe_lint.python_code.locate import ModuleFile, NotFound, find_module
from floe_lint.python_code.model import FunctionFacts, SyntaxDefect
from floe_lint.python_code.read import ModuleReader


class FunctionProblem(NamedTuple):
    """Why a dotted path leads to no function.

    ``kind`` says at which part: the module, the attribute, or an attribute that cannot be called. ``part`` is
    that part's name, ``near`` the whole path that was probably meant. ``unknown`` means that only running the
    module could tell.
    """

    kind: Literal["module", "attribute", "not_callable", "syntax", "unknown"]
    part: str
    near: str | None


class ArgumentProblems(NamedTuple):
    """Arguments that a function does not take, and parameters without a default that get none."""

    unexpected: tuple[str, ...]
    missing: tuple[str, ...]


def find_function(
    target: str, roots: Sequence[str], package: str | None, reader: ModuleReader
) -> FunctionFacts | FunctionProblem:
    """The function behind ``package.module.function``, followed through imports of the project's modules."""
    home, _, name = target.rpartition(".")
    found = find_module(home, roots, package)
    if isinstance(found, NotFound):
        return FunctionProblem("module", home, None if found.nearest is None else f"{found.nearest}.{name}")
    return _in_module(found, name, home, reader, 0)


def _in_module(
    file: ModuleFile, name: str, home: str, reader: ModuleReader, depth: int
) -> FunctionFacts | FunctionProblem:
    module = reader.module(file)
    if isinstance(module, SyntaxDefect):
        return FunctionProblem("syntax", home, None)
    facts = reader.facts(file)
    function = facts.functions.get(name)
    if function is not None:
        return function
    imported = module.bindings.imports.get(name)
    if imported is not None and imported.name is not None and depth < 20:
        source = find_module(imported.module, file.roots)
        if isinstance(source, ModuleFile):
            return _in_module(source, imported.name, home, reader, depth + 1)
        return FunctionProblem("unknown", name, None)
    kind = facts.names.get(name)
    if kind == "value":
        import ast

        value = module.bindings.values[name]
        if isinstance(value, (ast.Constant, ast.List, ast.Dict, ast.Tuple, ast.Set, ast.JoinedStr)):
            return FunctionProblem("not_callable", name, None)
        return FunctionProblem("unknown", name, None)
    if kind is not None or module.bindings.stars:
        return FunctionProblem("unknown", name, None)
    near = nearest(name, facts.functions)
    return FunctionProblem("attribute", name, None if near is None else f"{home}.{near}")


def check_arguments(
    function: FunctionFacts, arguments: Collection[str], leading: int, injected: Collection[str] = ()
) -> ArgumentProblems:
    """Compare ``args`` with a function's parameters.

    ``leading`` positional parameters are supplied by the caller (the context), ``injected`` ones by name
    (resources).
    """
    parameters = [parameter for parameter in function.parameters if parameter.kind not in ("var_positional",)]
    by_name = {
        parameter.name
        for parameter in parameters
        if parameter.kind in ("positional_or_keyword", "keyword_only")
    }
    supplied = [
        parameter.name
        for parameter in parameters[:leading]
        if parameter.kind in ("positional_only", "positional_or_keyword")
    ]
    accepted = by_name - set(supplied)
    unexpected = (
        ()
        if function.accepts_any_keyword
        else tuple(argument for argument in arguments if argument not in accepted)
    )
    missing = tuple(
        parameter.name
        for parameter in parameters[len(supplied) :]
        if not parameter.has_default
        and parameter.kind != "var_keyword"
        and parameter.name not in arguments
        and parameter.name not in injected
    )
    return ArgumentProblems(unexpected, missing)
