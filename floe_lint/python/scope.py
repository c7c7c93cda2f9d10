"""The namespace of one module while its text is followed from top to bottom."""

from __future__ import annotations

import builtins
from collections.abc import Callable

from floe_lint.kernel.annotations import TYPE_CHECKING, Protocol
from floe_lint.kernel.positions import Place
from floe_lint.python import syntax_tree as ast
from floe_lint.python.facts import Refusal, SyntaxDefect, Unknown
from floe_lint.python.find_module import ModuleFile, module_file
from floe_lint.python.module_tree import Outline
from floe_lint.python.values import Assets, Const, Hidden, ModuleRef, Origin, Value

if TYPE_CHECKING:
    from floe_lint.python.project_calls import Effects

STEP_LIMIT = 100_000
"""Expressions and statements followed in one module; unrolled loops could otherwise take for ever."""

DEPTH_LIMIT = 80
"""Nested expressions. Deeper ones are generated data."""


class Modules(Protocol):
    """Gives the namespaces of other modules."""

    def scope(self, file: ModuleFile) -> Scope | SyntaxDefect:
        """The namespace of a module: complete, or as far as it is read where two import each other."""
        ...


class Scope:
    """What the names of a module stand for so far.

    ``unknowns`` are what may define any name at all; ``open`` says that there may be further names.
    ``conditional`` counts the blocks around the current statement that may or may not run. ``redefined`` are
    assets with those that a later statement gives the same name. ``refusals`` and ``imported``
    are of statements that surely run: what Dagster refuses, and the modules that names come from.
    """

    def __init__(
        self,
        file: ModuleFile,
        outline: Outline,
        modules: Modules,
        evaluate: Callable[[ast.expr, Scope], Value],
    ) -> None:
        self.file = file
        self.outline = outline
        self.modules = modules
        self.names: dict[str, Value] = {"__name__": Const(file.name), "__file__": Origin("module.__file__")}
        self.unknowns: list[Unknown] = []
        self.redefined: list[tuple[Assets, Assets, ast.stmt]] = []
        self.refusals: dict[Place, Refusal] = {}
        self.imported: list[ModuleFile] = []
        self.open = False
        self.conditional = 0
        self.depth = 0
        self.steps = 0
        self.makes: dict[int, bool] = {}
        self.effects: dict[int, Effects] = {}
        self._evaluate = evaluate

    def evaluate(self, node: ast.expr) -> Value:
        """What an expression stands for."""
        return self._evaluate(node, self)

    def lookup(self, name: str, node: ast.AST) -> Value:
        """What a name stands for here."""
        found = self.names.get(name)
        if found is not None:
            return found
        if hasattr(builtins, name):
            return Origin(f"builtins.{name}")
        says_so = self.open and "asset" in name.lower()
        return Hidden("is not defined in the module's text", self.outline.place(node), makes=says_so)

    def hidden(self, phrase: str, node: ast.AST, *, assets: bool = False, makes: bool = False) -> Hidden:
        """A value that only running the code would tell, at a node of this module."""
        return Hidden(phrase, self.outline.place(node), assets, makes)

    def add_unknown(self, reason: str, node: ast.AST) -> None:
        """Say that any name may be defined by a node, once for each reason."""
        self.open = True
        if not any(unknown.reason == reason for unknown in self.unknowns):
            self.unknowns.append(Unknown(reason, self.outline.place(node)))

    def module(self, name: str) -> Value:
        """A module by its absolute name."""
        if name.partition(".")[0] in ("dagster", "floe_dagster"):
            return Origin(name)
        found = module_file(name, self.file.roots)
        return Origin(name) if found is None else ModuleRef(found)

    def attribute_of_module(self, file: ModuleFile, name: str, node: ast.AST) -> Value:
        """What ``module.name`` stands for: a name of the module, or a module below it."""
        if file.is_source:
            other = self.modules.scope(file)
            if isinstance(other, SyntaxDefect):
                phrase = f'comes from "{file.name}", which is not valid Python'
                return self.hidden(phrase, node, assets=True, makes=True)
            if name in other.names:
                return other.names[name]
            if "__getattr__" in other.names:
                from floe_lint.python.project_calls import makes

                made = makes(other.names["__getattr__"])
                return self.hidden(f'is made by "{file.name}.__getattr__"', node, assets=made, makes=made)
        below = module_file(f"{file.name}.{name}", file.roots)
        if below is not None:
            return ModuleRef(below)
        if file.is_source:
            assert isinstance(other, Scope)
            if other.open:
                return self.hidden(f'is made by running "{file.name}"', node, assets=True, makes=True)
            return self.hidden(f'is not defined in "{file.name}"', node)
        if file.is_folder:
            return Origin(f"{file.name}.{name}")
        return self.hidden(f'comes from the compiled module "{file.name}"', node, assets=True, makes=True)
