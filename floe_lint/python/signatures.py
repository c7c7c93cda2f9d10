"""The parameters of functions and classes of a project."""

from __future__ import annotations

import ast

from floe_lint.python.facts import FunctionFacts, Parameter
from floe_lint.python.values import Class, Function, Origin


def function_facts(function: Function) -> FunctionFacts | None:
    """What is known of a function; ``None`` for a lambda, which has no name."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return None
    return FunctionFacts(
        name=node.name,
        parameters=parameters(node),
        is_op=function.is_op,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_class=False,
        place=function.scope.outline.name_place(node),
        signature_known=function.changed_by is None,
    )


def class_facts(found: Class) -> FunctionFacts:
    """What is known of a class as something to call: the parameters of its own or its inherited ``__init__``."""
    inherited = _init(found, 0)
    own = () if inherited is None else inherited
    place = found.scope.outline.name_place(found.node)
    return FunctionFacts(
        name=found.node.name,
        parameters=own,
        is_op=False,
        is_async=False,
        is_class=True,
        place=place,
        signature_known=inherited is not None,
    )


def _init(found: Class, depth: int) -> tuple[Parameter, ...] | None:
    node = found.node
    if node.decorator_list or node.keywords or depth > 20:
        return None
    own = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    if "__new__" in own:
        return None
    if "__init__" in own:
        init = own["__init__"]
        return None if init.decorator_list else parameters(init)[1:]
    # With several bases the order in which Python looks decides; one that is known first decides alone.
    for base in node.bases:
        value = found.scope.evaluate(base)
        if isinstance(value, Origin) and value.name in ("builtins.object", "abc.ABC", "typing.Protocol"):
            continue
        return _init(value, depth + 1) if isinstance(value, Class) and len(node.bases) == 1 else None
    return ()


def _text(annotation: ast.expr | None) -> str:
    if annotation is None:
        return ""
    return annotation.id if isinstance(annotation, ast.Name) else ast.unparse(annotation)


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[Parameter, ...]:
    """The parameters of a function, in order."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    first_default = len(positional) - len(arguments.defaults)

    def parameter(argument: ast.arg, kind: str, has_default: bool) -> Parameter:
        return Parameter(name=argument.arg, kind=kind, has_default=has_default, annotation=_text(argument.annotation))

    found = [
        parameter(
            argument,
            "positional_only" if index < len(arguments.posonlyargs) else "positional_or_keyword",
            index >= first_default,
        )
        for index, argument in enumerate(positional)
    ]
    if arguments.vararg is not None:
        found.append(parameter(arguments.vararg, "var_positional", False))
    found.extend(
        parameter(argument, "keyword_only", default is not None)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults)  # noqa: B905
    )
    if arguments.kwarg is not None:
        found.append(parameter(arguments.kwarg, "var_keyword", False))
    return tuple(found)
