"""Functions that floe.yaml names: ops and custom sensors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.facts import FunctionFacts, SyntaxDefect
from floe_lint.python.find_module import NotFound, find_module
from floe_lint.python.read_module import ModuleReader, callable_facts
from floe_lint.python.values import AssetPath, Const, Entries, Items

JOB_CONTEXT_NAMES = frozenset(["context", "_context"])
"""Names of the first parameter to which the loader gives the context when it calls the function of an ops job."""


class FunctionProblem(NamedTuple):
    """Why a dotted path leads to no function.

    ``kind`` says at which part: the module, the attribute, or an attribute that cannot be called. ``part`` is
    that part's name, ``near`` the whole path that was probably meant. ``unknown`` means that only running the
    module could tell.
    """

    kind: Literal["module", "attribute", "not_callable", "syntax", "unread", "unknown"]
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
    if not found.is_source:
        return FunctionProblem("attribute" if found.is_folder else "unknown", name, None)
    scope = reader.scope(found)
    if isinstance(scope, SyntaxDefect):
        return FunctionProblem("syntax" if scope.newer is None else "unread", home, None)
    value = scope.names.get(name)
    if value is not None:
        facts = callable_facts(value)
        if facts is not None:
            return facts
        constant = isinstance(value, (Const, Items, Entries, AssetPath))
        return FunctionProblem("not_callable" if constant else "unknown", name, None)
    if scope.open or "__getattr__" in scope.names:
        return FunctionProblem("unknown", name, None)
    functions = [other for other, one in scope.names.items() if callable_facts(one) is not None]
    near = nearest(name, functions)
    return FunctionProblem("attribute", name, None if near is None else f"{home}.{near}")


def check_arguments(
    function: FunctionFacts, arguments: Collection[str], leading: int, injected: Collection[str] = ()
) -> ArgumentProblems:
    """Compare ``args`` with a function's parameters.

    ``leading`` positional parameters are supplied by the caller (the context), ``injected`` ones by name
    (resources). Nothing is said of a function whose parameters are not known.
    """
    if not function.signature_known:
        return ArgumentProblems((), ())
    parameters = [parameter for parameter in function.parameters if parameter.kind not in ("var_positional",)]
    by_name = {
        parameter.name for parameter in parameters if parameter.kind in ("positional_or_keyword", "keyword_only")
    }
    supplied = [
        parameter.name
        for parameter in parameters[:leading]
        if parameter.kind in ("positional_only", "positional_or_keyword")
    ]
    accepted = by_name - set(supplied)
    unexpected = (
        () if function.accepts_any_keyword else tuple(argument for argument in arguments if argument not in accepted)
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
