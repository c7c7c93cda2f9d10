"""Names that do not exist when Python runs a module: using one raises ``NameError``, and nothing is loaded.

What is told is certain. A name counts as bound as soon as some way through the module binds it, and only what surely
runs is judged: neither what stands under a condition or in ``try``, nor the body of a function that no such statement
calls.
"""

from __future__ import annotations

import ast
import builtins
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.find_module import modules_in
from floe_lint.python.project_calls import own_statements
from floe_lint.python.values import Class, Const, Origin, Scope

Why = Literal["missing", "later", "type checking", "script"]

_SINCE_3_10 = "aiter anext BaseExceptionGroup EncodingWarning ExceptionGroup PythonFinalizationError WindowsError"
_BUILTINS = frozenset([*dir(builtins), *_SINCE_3_10.split(), "copyright", "credits", "exit", "help", "license", "quit"])
"""Of every Python and platform that a project may run on. ``site`` adds the last ones."""

_ADDS_NAMES = (
    r"\b(?:globals|vars|locals|exec|eval|execfile)\s*\(|\b(?:__dict__|f_globals|_getframe|currentframe|global_enum|"
    r"_convert_)\b|\bsys\s*\.\s*modules\b|\bfrom\s+sys\s+import\b|\bimport_module\s*\(\s*__name__\b"
)
"""What may give a module names that do not stand in its text."""

_ADDS_BUILTINS = r"\b(?:builtins|__builtins__)\b|\.\s*install\s*\("
"""What may give every module a name, as ``gettext.install()`` does."""

_GLOBAL = r"\bglobal[ \t]+([^\n#;]*)"
_DEEPEST = 10
"""Functions that call functions, classes of classes."""

_WITH_OWN_NAMES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class UndefinedName(NamedTuple):
    """A name that is used before it exists.

    ``why`` says that nothing binds it, that only line ``line``, further down, does, or that only a block does which is
    for type checkers or for running the module as a script. ``attribute`` is what is asked of it, as ``DataFrame`` in
    ``pd.DataFrame``.
    """

    name: str
    why: Why
    place: Place
    in_annotation: bool
    attribute: str | None
    line: int | None
    known: frozenset[str]


class UsedNames(NamedTuple):
    """What a module does with names while it is imported.

    ``undefined`` are those that do not exist where they are used; ``attributes`` are what it takes of a module of
    ``LIBRARIES`` that it imports whole, with that module's name.
    """

    undefined: tuple[UndefinedName, ...]
    attributes: tuple[tuple[str, ast.Attribute], ...]


LIBRARIES = ("dagster", "floe_dagster")


def used_names(scope: Scope) -> UsedNames:
    """Follow the names of one module."""
    walk = _Walk(scope)
    walk.run(scope.outline.tree.body)
    undefined = () if not walk.found or re.search(_ADDS_NAMES, scope.outline.text) else tuple(walk.found.values())
    return UsedNames(undefined, tuple(walk.attributes))


def certain(found: Iterable[UndefinedName], texts: Sequence[str], postpones: Callable[[], bool]) -> list[UndefinedName]:
    """Those names that nothing else can bring into being, each once.

    ``texts`` are those of all modules that are loaded together. ``postpones`` tells whether the Python of the project
    evaluates annotations only when they are asked for, as Python 3.14 does.
    """
    names = list(found)
    if not names or any(re.search(_ADDS_BUILTINS, text) for text in texts):
        return []
    if any(name.in_annotation for name in names) and postpones():
        names = [name for name in names if not name.in_annotation]
    first: dict[str, UndefinedName] = {}
    for name in names:
        if not any(_sets(text, name.name) for text in texts):
            first.setdefault(name.name, name)
    return list(first.values())


def _sets(text: str, name: str) -> bool:
    """Whether a module may give an attribute of this name to another."""
    return name in text and re.search(rf"\.\s*{re.escape(name)}\s*=(?!=)", text) is not None


class _NamesOfClass(set[str]):
    """The names that the body of a class has bound."""


class _Walk:
    """One way through a module from top to bottom.

    ``bound`` are the names that may exist by now; ``inner`` those of the classes, functions and comprehensions around,
    the innermost last. ``sure`` says that the statement runs whenever the module is imported.
    """

    def __init__(self, scope: Scope) -> None:
        self.found: dict[tuple[str, bool], UndefinedName] = {}
        self.attributes: list[tuple[str, ast.Attribute]] = []
        self._scope = scope
        self._bound: set[str] = set()
        if "global" in scope.outline.text:
            # A function that sets a name may be called at any time.
            self._bound.update(" ".join(re.findall(_GLOBAL, scope.outline.text)).replace(",", " ").split())
        if scope.file.is_package:
            # Whoever imports a module of a package gives the package its name.
            self._bound.update(modules_in(os.path.dirname(scope.file.path)))
        self._inner: list[set[str]] = []
        self._sure = True
        self._postponed = False
        self._in_annotation = False
        self._functions: dict[str, ast.FunctionDef] = {}
        self._entered: list[int] = []
        self._depth = 0
        self._libraries: dict[str, str] = {}
        self._not_run: dict[str, Why] = {}

    # ---- statements

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Follow statements. After one that ends the way, nothing is sure any more."""
        for statement in body:
            handler = _STATEMENTS.get(type(statement))
            if handler is not None:
                handler(self, statement)
            elif not isinstance(statement, (ast.Pass, ast.Global, ast.Nonlocal)):
                self._children(statement)
            if self._sure and (_ends(statement) or (self._depth and _may_return(statement))):
                self._sure = False

    def _unsure(self, *bodies: Iterable[ast.stmt]) -> None:
        before, self._sure = self._sure, False
        for body in bodies:
            self.run(body)
        self._sure = before

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.look(decorator)
        self._parameters(node.args)
        self._inner.append(_type_parameters(node))
        for argument in _arguments(node.args):
            self._annotation(argument.annotation)
        self._annotation(node.returns)
        self._inner.pop()
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Name):
                self._enter(decorator.id)
        self._bind(node.name)
        if isinstance(node, ast.FunctionDef) and self._sure and not node.decorator_list and not self._inner:
            self._functions[node.name] = node

    def _class(self, node: ast.ClassDef) -> None:
        for decorator in node.decorator_list:
            self.look(decorator)
        self._inner.append(_type_parameters(node))
        for given in (*node.bases, *node.keywords):
            self.look(given)
        around, self._inner = self._inner, [*self._seen_within(), _NamesOfClass()]
        before = self._sure
        self._sure = before and not node.keywords and all(map(self._is_plain, node.bases))
        self.run(node.body)
        self._sure, self._inner = before, around
        self._inner.pop()
        self._bind(node.name)

    def _seen_within(self) -> list[set[str]]:
        """The names around that a class or comprehension sees: not those of a class."""
        return [names for names in self._inner if not isinstance(names, _NamesOfClass)]

    def _is_plain(self, base: ast.expr) -> bool:
        """Whether no metaclass of a base can give the body of a class names, as those of some parsers do."""
        if isinstance(base, ast.Subscript):
            base = base.value
        value = self._scope.evaluate(base) if isinstance(base, (ast.Name, ast.Attribute)) else None
        return _has_plain_metaclass(value)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(name)
            if self._sure and not self._inner and alias.name in LIBRARIES:
                self._libraries[name] = alias.name

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                # Whatever follows may have come from there.
                self._sure = False
            elif node.module == "__future__":
                self._postponed = self._postponed or alias.name == "annotations"
            else:
                self._bind(alias.asname or alias.name)

    def _assign(self, node: ast.Assign) -> None:
        self.look(node.value)
        for target in node.targets:
            self._target(target)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.look(node.value)
        if node.value is not None or not isinstance(node.target, ast.Name):
            self._target(node.target)
        if not self._depth:
            self._annotation(node.annotation)

    def _augmented(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._use(node.target, None)
        self.look(node.value)
        self._target(node.target)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._use(target, None)
                if self._sure and not self._depth:
                    (self._inner[-1] if self._inner else self._bound).discard(target.id)
            else:
                self.look(target)

    def _if(self, node: ast.If) -> None:
        known = self._decided(node.test)
        if known is None:
            self.look(node.test)
            self._unsure(node.body, node.orelse)
            return
        self.run(node.body if known else node.orelse)
        why: Why = "script" if isinstance(node.test, ast.Compare) else "type checking"
        if not isinstance(node.test, ast.Constant):
            for statement in node.orelse if known else node.body:
                self._not_run.update(dict.fromkeys(_bound_by(statement), why))

    def _decided(self, test: ast.expr) -> bool | None:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self._decided(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.Constant):
            return bool(test.value)
        if isinstance(test, (ast.Name, ast.Attribute)) and self._exists(test):
            value = self._scope.evaluate(test)
            if isinstance(value, Origin) and value.name in (
                "typing.TYPE_CHECKING",
                "typing_extensions.TYPE_CHECKING",
            ):
                return False
            is_flag = isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"
            return False if is_flag and isinstance(value, Const) and value.value is False else None
        if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__":
            is_main = isinstance(test.ops[0], ast.Eq) and len(test.ops) == 1
            other = test.comparators[0]
            return False if is_main and isinstance(other, ast.Constant) and other.value == "__main__" else None
        return None

    def _exists(self, node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self._bound

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self.look(node.iter)
        sure = _has_items(node.iter) and not _is_left(node.body)
        before, self._sure = self._sure, self._sure and sure
        self._target(node.target)
        self.run(node.body)
        self._sure = before
        self._unsure(node.orelse)

    def _while(self, node: ast.While) -> None:
        self.look(node.test)
        self._unsure(node.body, node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        # What a context manager does with an error is its own affair.
        for item in node.items:
            self.look(item.context_expr)
            if item.optional_vars is not None:
                self._target(item.optional_vars)
        self._unsure(node.body)

    def _try(self, node: Any) -> None:
        if not node.handlers:
            self.run(node.body)
            self.run(node.finalbody)
            return
        before = self._sure
        self._unsure(node.body, node.orelse)
        self._sure = False
        for handler in node.handlers:
            existed = handler.name in self._bound
            if handler.name:
                self._bind(handler.name)
            self.run(handler.body)
            if handler.name and not existed and not self._inner:
                self._bound.discard(handler.name)
        self._sure = before
        self.run(node.finalbody)

    def _match(self, node: ast.Match) -> None:
        self.look(node.subject)
        before, self._sure = self._sure, False
        for case in node.cases:
            for name in _captured(case.pattern):
                self._bind(name)
            if case.guard is not None:
                self.look(case.guard)
            self.run(case.body)
        self._sure = before

    def _alias(self, node: Any) -> None:
        # The value of "type X = …" is evaluated when somebody asks for it.
        self._bind(node.name.id)

    def _assert(self, node: ast.Assert) -> None:
        self.look(node.test)

    def _nothing(self, _: ast.stmt) -> None:
        pass

    # ---- names

    def _bind(self, name: str) -> None:
        self._libraries.pop(name, None)
        if self._inner:
            self._inner[-1].add(name)
            return
        self._bound.add(name)
        self._functions.pop(name, None)

    def _target(self, node: ast.expr) -> None:
        if isinstance(node, ast.Name):
            self._bind(node.id)
        elif isinstance(node, (ast.Tuple, ast.List)):
            for item in node.elts:
                self._target(item)
        elif isinstance(node, ast.Starred):
            self._target(node.value)
        else:
            self._children(node)

    def _use(self, node: ast.Name, attribute: str | None) -> None:
        name = node.id
        if not self._sure or name in self._bound or name in _BUILTINS or (name, self._in_annotation) in self.found:
            return
        # Python sets the former; many a library makes "_" a function that translates.
        if name.startswith("__") or name == "_" or any(name in names for names in self._inner):
            return
        line = self._later(name, node.lineno)
        why = self._not_run.get(name) or ("later" if line else "missing")
        place = self._scope.outline.place(node)
        known = frozenset().union(self._bound, *self._inner)
        found = UndefinedName(
            name=name,
            why=why,
            place=place,
            in_annotation=self._in_annotation,
            attribute=attribute,
            line=line,
            known=known,
        )
        self.found[name, self._in_annotation] = found

    def _later(self, name: str, line: int) -> int | None:
        """The first line below another in which a statement of the module binds a name."""
        for statement in self._scope.outline.tree.body:
            if statement.lineno > line and name in _bound_by(statement):
                return statement.lineno
        return None

    # ---- expressions

    def look(self, node: ast.AST) -> None:
        """Follow an expression in the order in which Python evaluates it."""
        handler = _EXPRESSIONS.get(type(node))
        if handler is None:
            self._children(node)
        else:
            handler(self, node)

    def _children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self.look(child)

    def _name(self, node: ast.Name) -> None:
        self._use(node, None)

    def _attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.value, ast.Name):
            self.look(node.value)
            return
        self._use(node.value, node.attr)
        library = self._libraries.get(node.value.id)
        if library and self._sure and not any(node.value.id in names for names in self._inner):
            self.attributes.append((library, node))

    def _annotation(self, node: ast.expr | None) -> None:
        if node is None or self._postponed:
            return
        before, self._in_annotation = self._in_annotation, True
        self.look(node)
        self._in_annotation = before

    def _parameters(self, node: ast.arguments) -> None:
        for default in (*node.defaults, *node.kw_defaults):
            if default is not None:
                self.look(default)

    def _lambda(self, node: ast.Lambda) -> None:
        self._parameters(node.args)

    def _walrus(self, node: ast.NamedExpr) -> None:
        self.look(node.value)
        # In a comprehension it is a name of what stands around.
        self._bind(node.target.id)
        self._bound.add(node.target.id)
        self._functions.pop(node.target.id, None)

    def _call(self, node: ast.Call) -> None:
        self._children(node)
        if isinstance(node.func, ast.Name):
            self._enter(node.func.id)

    def _enter(self, name: str) -> None:
        """Follow a function of the module that is called."""
        node = None if any(name in names for names in self._inner) else self._functions.get(name)
        if node is None or not self._sure or id(node) in self._entered or self._depth >= _DEEPEST:
            return
        self._entered.append(id(node))
        inner = list(own_statements(ast.Module(list(node.body), [])))
        if any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in inner):
            return
        names = {argument.arg for argument in _arguments(node.args)} | _type_parameters(node)
        names.update(name for one in inner for name in _binds(one))
        around, self._inner = self._inner, [names]
        self._depth += 1
        before = self._sure, self._in_annotation
        self._in_annotation = False
        self.run(node.body)
        self._sure, self._in_annotation = before
        self._depth -= 1
        self._inner = around

    def _bool(self, node: ast.BoolOp) -> None:
        self.look(node.values[0])
        self._maybe(node.values[1:])

    def _compare(self, node: ast.Compare) -> None:
        self.look(node.left)
        self.look(node.comparators[0])
        self._maybe(node.comparators[1:])

    def _either(self, node: ast.IfExp) -> None:
        self.look(node.test)
        self._maybe([node.body, node.orelse])

    def _maybe(self, nodes: Iterable[ast.AST]) -> None:
        before, self._sure = self._sure, False
        for node in nodes:
            self.look(node)
        self._sure = before

    def _dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values):  # noqa: B905  the parser gives as many of both
            if key is not None:
                self.look(key)
            self.look(value)

    def _comprehension(self, node: Any) -> None:
        """Only the first iterable is sure to be evaluated; with items in it, and no condition, the rest is too."""
        before, around = self._sure, self._inner
        names: set[str] = set()
        for index, generator in enumerate(node.generators):
            self.look(generator.iter)
            if not index:
                self._inner = [*self._seen_within(), names]
            names.update(one.id for one in ast.walk(generator.target) if isinstance(one, ast.Name))
            self._sure = self._sure and _has_items(generator.iter) and not isinstance(node, ast.GeneratorExp)
            for condition in generator.ifs:
                self.look(condition)
                self._sure = False
        for part in ("key", "value", "elt"):
            if hasattr(node, part):
                self.look(getattr(node, part))
        self._sure, self._inner = before, around


# ---- questions about nodes


def _has_plain_metaclass(value: object, depth: int = 0) -> bool:
    if isinstance(value, Class):
        bases = value.node.bases
        return (
            not value.node.keywords
            and depth < _DEEPEST
            and all(isinstance(base, (ast.Name, ast.Attribute)) for base in bases)
            and all(_has_plain_metaclass(value.scope.evaluate(base), depth + 1) for base in bases)
        )
    top = value.name.partition(".")[0] if isinstance(value, Origin) else ""
    return top in sys.stdlib_module_names or top == "pydantic" or top.startswith("dagster")


def _type_parameters(node: Any) -> set[str]:
    """The names in ``def f[T]()``, which Python 3.12 and later have."""
    return {one.name for one in getattr(node, "type_params", ())}


def _arguments(node: ast.arguments) -> Iterator[ast.arg]:
    for argument in (*node.posonlyargs, *node.args, node.vararg, *node.kwonlyargs, node.kwarg):
        if argument is not None:
            yield argument


def _captured(pattern: ast.AST) -> Iterator[str]:
    for node in ast.walk(pattern):
        for field in ("name", "rest"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield name


def _has_items(node: ast.expr) -> bool:
    """Whether a literal has something in it to loop over."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return any(not isinstance(item, ast.Starred) for item in node.elts)
    if isinstance(node, ast.Dict):
        return any(key is not None for key in node.keys)
    return isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and bool(node.value)


def _is_left(body: Iterable[ast.stmt]) -> bool:
    """Whether a loop may be left, or a turn of it, before its body ends."""
    leaving = (ast.Break, ast.Continue, ast.Return)
    return any(isinstance(node, leaving) for statement in body for node in (statement, *own_statements(statement)))


def _ends(statement: ast.stmt) -> bool:
    """Whether nothing of the block runs after a statement."""
    if isinstance(statement, (ast.Raise, ast.Return, ast.Break, ast.Continue)):
        return True
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Name):
            return function.id in ("exit", "quit")
        return isinstance(function, ast.Attribute) and function.attr in ("exit", "_exit", "abort")
    return False


def _may_return(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    return any(isinstance(node, ast.Return) for node in own_statements(statement))


def _binds(node: ast.AST) -> Iterator[str]:
    """The names that a node gives a value where it stands."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)):
        if node.name:
            yield node.name
    else:
        yield from (name for field in ("name", "rest") if isinstance(name := getattr(node, field, None), str))


def _bound_by(statement: ast.stmt) -> set[str]:
    """The names that a statement binds or may bind in the module itself."""
    found: set[str] = set()
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        found.update(_binds(node))
        if not isinstance(node, (*_WITH_OWN_NAMES, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting.extend(ast.iter_child_nodes(node))
    return found


_STATEMENTS: dict[type[ast.AST], Callable[[_Walk, Any], None]] = {
    ast.AnnAssign: _Walk._annotated,
    ast.Assert: _Walk._assert,
    ast.Assign: _Walk._assign,
    ast.AsyncFor: _Walk._for,
    ast.AsyncFunctionDef: _Walk._define,
    ast.AsyncWith: _Walk._with,
    ast.AugAssign: _Walk._augmented,
    ast.Break: _Walk._nothing,
    ast.ClassDef: _Walk._class,
    ast.Continue: _Walk._nothing,
    ast.Delete: _Walk._delete,
    ast.For: _Walk._for,
    ast.FunctionDef: _Walk._define,
    ast.If: _Walk._if,
    ast.Import: _Walk._import,
    ast.ImportFrom: _Walk._import_from,
    ast.Match: _Walk._match,
    ast.Try: _Walk._try,
    ast.While: _Walk._while,
    ast.With: _Walk._with,
}
_EXPRESSIONS: dict[type[ast.AST], Callable[[_Walk, Any], None]] = {
    ast.Attribute: _Walk._attribute,
    ast.BoolOp: _Walk._bool,
    ast.Call: _Walk._call,
    ast.Compare: _Walk._compare,
    ast.Constant: _Walk._nothing,
    ast.Dict: _Walk._dict,
    ast.DictComp: _Walk._comprehension,
    ast.GeneratorExp: _Walk._comprehension,
    ast.IfExp: _Walk._either,
    ast.Lambda: _Walk._lambda,
    ast.ListComp: _Walk._comprehension,
    ast.Name: _Walk._name,
    ast.NamedExpr: _Walk._walrus,
    ast.SetComp: _Walk._comprehension,
}
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = _Walk._try
if hasattr(ast, "TypeAlias"):
    _STATEMENTS[ast.TypeAlias] = _Walk._alias
