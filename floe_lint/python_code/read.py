"""Reading an asset module: which assets Dagster would load from it, told from the text alone.

What counts is what ``dagster.load_assets_from_modules`` finds in the module's namespace: asset definitions,
specs and source assets, lists of them, and those imported by name from other modules of the project.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

from floe_lint.places import Place
from floe_lint.python_code.asset_calls import (
    DECORATORS,
    DYNAMIC,
    AssetReader,
    is_asset_list,
)
from floe_lint.python_code.bindings import Bindings, canonical, read_bindings
from floe_lint.python_code.locate import ModuleFile, find_module
from floe_lint.python_code.model import (
    FunctionFacts,
    ModuleFacts,
    Parameter,
    StaticAsset,
    SyntaxDefect,
    Unknown,
)
from floe_lint.python_code.outline import Outline, parse_outline

_OPS = frozenset(["dagster.op", "dagster.graph", "dagster.graph_multi_asset"])


class _Module(NamedTuple):
    file: ModuleFile
    outline: Outline
    bindings: Bindings


class Namespace(NamedTuple):
    """The assets that stand behind each top-level name of a module, and what is unknown about it."""

    assets: Mapping[str, tuple[StaticAsset, ...]]
    unknowns: tuple[Unknown, ...]


class ModuleReader:
    """Reads modules of one project, each once."""

    def __init__(self) -> None:
        self._modules: dict[str, _Module | SyntaxDefect] = {}
        self._namespaces: dict[str, Namespace] = {}
        self._reading: set[str] = set()

    def facts(self, file: ModuleFile) -> ModuleFacts:
        """Everything about one module."""
        module = self._module(file)
        if isinstance(module, SyntaxDefect):
            return ModuleFacts(file.path, (), {}, {}, (), module)
        namespace = self.namespace(file)
        distinct = {(asset.place, asset.key): asset for found in namespace.assets.values() for asset in found}
        return ModuleFacts(
            file.path,
            tuple(distinct.values()),
            {
                name: _function(module.outline, node, module.bindings)
                for name, node in module.bindings.definitions.items()
            },
            _names(module.bindings),
            namespace.unknowns,
            None,
        )

    def module(self, file: ModuleFile) -> _Module | SyntaxDefect:
        """The parsed module."""
        return self._module(file)

    def _module(self, file: ModuleFile) -> _Module | SyntaxDefect:
        if file.path not in self._modules:
            outline = parse_outline(file.path)
            if isinstance(outline, SyntaxDefect):
                self._modules[file.path] = outline
            else:
                is_package = file.path.endswith("__init__.py")
                bindings = read_bindings(outline.tree, file.name, is_package)
                self._modules[file.path] = _Module(file, outline, bindings)
        return self._modules[file.path]

    def namespace(self, file: ModuleFile) -> Namespace:
        """The assets of a module by name. A module that imports itself in a ring gives what it has by then."""
        if file.path in self._namespaces:
            return self._namespaces[file.path]
        module = self._module(file)
        if isinstance(module, SyntaxDefect) or file.path in self._reading:
            return Namespace({}, ())
        self._reading.add(file.path)
        try:
            namespace = self._read(module)
        finally:
            self._reading.discard(file.path)
        self._namespaces[file.path] = namespace
        return namespace

    def imported(self, module: str, name: str | None, roots: tuple[str, ...]) -> Namespace | None:
        """The assets of a module of this project, or ``None`` where it is not one."""
        found = find_module(module, roots)
        return self.namespace(found) if isinstance(found, ModuleFile) else None

    def _read(self, module: _Module) -> Namespace:
        bindings = module.bindings
        unknowns: list[Unknown] = []
        assets: dict[str, tuple[StaticAsset, ...]] = {}
        roots = module.file.roots
        for base, statement in bindings.stars:
            self._read_star(module, base, statement, assets, unknowns)
        for name, imported in bindings.imports.items():
            if imported.name is None:
                continue
            namespace = self.imported(imported.module, imported.name, roots)
            if namespace is not None:
                if imported.name in namespace.assets:
                    assets[name] = namespace.assets[imported.name]
                unknowns.extend(
                    unknown for unknown in namespace.unknowns if unknown.about in (imported.name, None)
                )

        def reference(node: ast.expr) -> tuple[StaticAsset, ...] | None:
            """The assets that an expression names: a variable, or an attribute of an imported module."""
            if isinstance(node, ast.Name):
                return assets.get(node.id)
            if isinstance(node, ast.Attribute):
                owner = canonical(node.value, bindings)
                namespace = None if owner is None else self.imported(owner, node.attr, roots)
                return None if namespace is None else namespace.assets.get(node.attr)
            return None

        reader = AssetReader(module.outline, bindings, reference, unknowns)
        conditional = {id(statement) for statement in bindings.conditional}
        ordered = sorted(
            [*bindings.definitions.items(), *bindings.values.items()], key=lambda item: item[1].lineno
        )
        for name, node in ordered:
            found: tuple[StaticAsset, ...] = ()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found = reader.decorated(node)
            elif isinstance(node, ast.expr):
                found = self._assigned(module, reader, name, node, reference, unknowns)
            if found:
                assets[name] = found
                if id(node) in conditional:
                    unknowns.append(
                        Unknown(f'"{name}" is defined only on a condition', found[0].place, None)
                    )
        self._read_conditional(module, bindings, unknowns)
        return Namespace(assets, tuple(unknowns))

    def _assigned(
        self,
        module: _Module,
        reader: AssetReader,
        name: str,
        node: ast.expr,
        reference: object,
        unknowns: list[Unknown],
    ) -> tuple[StaticAsset, ...]:
        bindings = module.bindings
        if isinstance(node, ast.Await):
            node = node.value
        if isinstance(node, ast.Name):
            return reader.reference(node) or ()
        if isinstance(node, ast.Attribute):
            return reader.reference(node) or ()
        if isinstance(node, (ast.List, ast.Tuple)):
            if not is_asset_list(node, bindings, reader.reference):
                return ()
            return tuple(asset for item in node.elts for asset in reader.expression(item))
        if not isinstance(node, ast.Call):
            if _mentions_assets(node, bindings):
                unknowns.append(Unknown(f'"{name}" is computed', module.outline.place(node), name))
            return ()
        found = reader.call(node)
        if found:
            return found
        callee = canonical(node.func, bindings)
        if callee is None and isinstance(node.func, ast.Call):
            # A decorator called by hand: asset(...)(function).
            callee = canonical(node.func.func, bindings)
            if callee is not None and _is_dagster(callee) and callee.rsplit(".", 1)[-1] in DECORATORS:
                unknowns.append(Unknown(f'"{name}" is made by a call', module.outline.place(node), name))
            return ()
        if callee is not None and _is_dagster(callee):
            if callee.rsplit(".", 1)[-1] in DYNAMIC or ".AssetsDefinition." in callee:
                unknowns.append(
                    Unknown(f'"{name}" is made by {callee.rsplit(".", 1)[-1]}()', module.outline.place(node), name)
                )
            return ()
        if self._may_make_assets(module, node, callee):
            shown = ast.unparse(node.func)
            unknowns.append(Unknown(f'"{name}" is what {shown}() returns', module.outline.place(node), name))
        return ()

    def _may_make_assets(self, module: _Module, node: ast.Call, callee: str | None) -> bool:
        """Whether a call could return assets: a function of the project whose body speaks of them, or a name that does."""
        if isinstance(node.func, ast.Name):
            definition = module.bindings.definitions.get(node.func.id)
            if definition is not None:
                return _mentions_assets(definition, module.bindings)
        if callee is not None and "." in callee:
            home, _, name = callee.rpartition(".")
            found = find_module(home, module.file.roots)
            if isinstance(found, ModuleFile):
                other = self._module(found)
                if isinstance(other, SyntaxDefect):
                    return True
                definition = other.bindings.definitions.get(name)
                return definition is not None and _mentions_assets(definition, other.bindings)
        return "asset" in ast.unparse(node.func).lower()

    def _read_star(
        self,
        module: _Module,
        base: str,
        statement: ast.stmt,
        assets: dict[str, tuple[StaticAsset, ...]],
        unknowns: list[Unknown],
    ) -> None:
        found = find_module(base, module.file.roots)
        if not isinstance(found, ModuleFile):
            if not _is_dagster(base) and "asset" in base:
                unknowns.append(
                    Unknown(f'everything is imported from "{base}"', module.outline.place(statement), None)
                )
            return
        namespace = self.namespace(found)
        other = self._module(found)
        exported: list[str] | None = None
        if not isinstance(other, SyntaxDefect) and "__all__" in other.bindings.values:
            from floe_lint.python_code.values import UNKNOWN, constant

            names = constant(other.bindings.values["__all__"], other.bindings.values)
            exported = None if names is UNKNOWN else list(names)
        for name, group in namespace.assets.items():
            if name in exported if exported is not None else not name.startswith("_"):
                assets[name] = group
        unknowns.extend(namespace.unknowns)

    def _read_conditional(self, module: _Module, bindings: Bindings, unknowns: list[Unknown]) -> None:
        for statement in bindings.conditional:
            if isinstance(statement, (ast.For, ast.While)) and _mentions_assets(statement, bindings):
                unknowns.append(
                    Unknown("assets are made in a loop", _first_line(module.outline, statement), None)
                )
        for statement in module.outline.tree.body:
            if isinstance(statement, ast.Expr) and "globals()" in ast.unparse(statement):
                unknowns.append(
                    Unknown("names are made with globals()", module.outline.place(statement), None)
                )
            elif isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Subscript) and "globals()" in ast.unparse(target)
                for target in statement.targets
            ):
                unknowns.append(
                    Unknown("names are made with globals()", module.outline.place(statement), None)
                )


def read_module(file: ModuleFile, reader: ModuleReader | None = None) -> ModuleFacts:
    """What a module says; with a ``reader`` shared between calls each file is parsed once."""
    return (reader or ModuleReader()).facts(file)


def _is_dagster(name: str) -> bool:
    top = name.partition(".")[0]
    return top in ("dagster", "floe_dagster") or top.startswith("dagster_")


def _mentions_assets(node: ast.AST, bindings: Bindings) -> bool:
    """Whether a piece of code uses anything of Dagster's that makes assets."""
    for inner in ast.walk(node):
        if isinstance(inner, (ast.Name, ast.Attribute)):
            name = canonical(inner, bindings)
            if name is not None and _is_dagster(name) and name.rsplit(".", 1)[-1] in (*DECORATORS, *DYNAMIC, *_SPECS):
                return True
    return False


_SPECS = ("AssetSpec", "SourceAsset", "AssetsDefinition", "AssetOut")


def _first_line(outline: Outline, node: ast.stmt) -> Place:
    place = outline.place(node)
    span = place.span
    return Place(place.path, span._replace(end_line=span.line, end_column=span.column + 1))


def _names(bindings: Bindings) -> dict[str, str]:
    names = {name: "import" for name in bindings.imports}
    names.update({name: "value" for name in bindings.values})
    for name, node in bindings.definitions.items():
        names[name] = "class" if isinstance(node, ast.ClassDef) else "function"
    return names


def _function(
    outline: Outline, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, bindings: Bindings
) -> FunctionFacts:
    if isinstance(node, ast.ClassDef):
        init = next(
            (item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"), None
        )
        parameters = _parameters(init)[1:] if init is not None else ()
        return FunctionFacts(node.name, parameters, False, False, True, outline.name_place(node))
    is_op = any(
        canonical(decorator.func if isinstance(decorator, ast.Call) else decorator, bindings) in _OPS
        for decorator in node.decorator_list
    )
    return FunctionFacts(
        node.name,
        _parameters(node),
        is_op,
        isinstance(node, ast.AsyncFunctionDef),
        False,
        outline.name_place(node),
    )


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[Parameter, ...]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    first_default = len(positional) - len(arguments.defaults)

    def parameter(argument: ast.arg, kind: str, has_default: bool) -> Parameter:
        annotation = ast.unparse(argument.annotation) if argument.annotation is not None else ""
        return Parameter(argument.arg, kind, has_default, annotation)

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
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults)
    )
    if arguments.kwarg is not None:
        found.append(parameter(arguments.kwarg, "var_keyword", False))
    return tuple(found)
