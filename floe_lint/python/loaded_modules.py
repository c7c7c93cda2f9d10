"""The modules of a project that are loaded together, and the imports and names in them that cannot work."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator

from floe_lint.disk import filesystem
from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.facts import SyntaxDefect
from floe_lint.python.find_module import ModuleFile, NotFound, find_module, module_file, modules_in
from floe_lint.python.project_calls import absolute
from floe_lint.python.python_version import postpones_annotations
from floe_lint.python.read_module import ModuleReader
from floe_lint.python.undefined_names import UndefinedName, UsedNames, certain, used_names
from floe_lint.python.values import Scope

_DYNAMIC = r"\b(?:globals|locals|vars|exec|eval|setattr|__dict__|__getattr__|__class__|global_enum|_convert_)\b"
"""What may give a module names that do not stand in its text."""

_REACHING = (
    r"\bsys\s*\.\s*(?:modules|path\w*|meta_path|_getframe)\b|\bfrom\s+sys\s+import\b|\bimport\s+sys\s+as\b|"
    r"\b(?:__path__|extend_path|addsitedir|currentframe|f_globals|setattr|__dict__|vars|exec|eval|__import__)\b"
)
"""What may change how other modules are found, or what is in them."""

_GENERATED = r"_.*|.*_pb2(?:_grpc)?"
"""Names of modules that a build makes, so that a checkout may not have them yet: ``_version``, ``_native``."""


class BrokenImport(NamedTuple):
    """An import that raises.

    ``name`` is what ``module`` does not define; ``None`` where ``module`` itself is not there. ``near`` is what was
    probably meant.
    """

    importer: str
    module: str
    name: str | None
    near: str | None
    place: Place


class Import(NamedTuple):
    """One module, and perhaps one name of it, that is imported by a statement which runs whenever its module does."""

    scope: Scope
    node: ast.Import | ast.ImportFrom
    alias: ast.alias
    module: str
    name: str | None


class LoadedModules:
    """The modules of the project that Python runs when some modules are imported, and what they import.

    Only imports that surely run are followed. ``scopes`` are the modules by path; ``imports`` are all that they import,
    ``from_project`` those of them that can only come from the project.
    """

    def __init__(self, modules: Iterable[ModuleFile], reader: ModuleReader) -> None:
        self.scopes: dict[str, Scope] = {}
        self.imports: list[Import] = []
        self.from_project: list[Import] = []
        self._reader = reader
        self._edges: dict[str, set[str]] = {}
        self._files: dict[str, ModuleFile | None] = {}
        self._own: dict[str, bool] = {}
        self._used: dict[str, UsedNames] = {}
        for module in modules:
            self._follow(module)

    @property
    def texts(self) -> list[str]:
        """The texts of the modules."""
        return [scope.outline.text for scope in self.scopes.values()]

    @property
    def reaches_out(self) -> bool:
        """Whether one of them may change how others are found, or what is in them."""
        return any(re.search(_REACHING, text) for text in self.texts)

    def used_names(self, scope: Scope) -> UsedNames:
        """What a module does with names while it is imported."""
        found = self._used.get(scope.file.path)
        if found is None:
            found = self._used[scope.file.path] = used_names(scope)
        return found

    def undefined_names(self) -> list[tuple[Scope, UndefinedName]]:
        """The names that do not exist where the modules use them, in their order."""
        texts = self.texts
        return [
            (scope, name)
            for scope in self.scopes.values()
            for name in certain(self.used_names(scope).undefined, texts, lambda: postpones_annotations(_home(scope)))  # noqa: B023  called at once
        ]

    def _follow(self, file: ModuleFile) -> None:
        """Look at a module, at the packages around it, and at what they import."""
        waiting = [file]
        while waiting:
            current = waiting.pop()
            if not current.is_source or current.path in self.scopes:
                continue
            scope = self._reader.scope(current)
            if isinstance(scope, SyntaxDefect):
                continue
            self.scopes[current.path] = scope
            edges = self._edges[current.path] = set()
            waiting.extend(self._packages(current.name, current.roots))
            for one in _imports(scope):
                self.imports.append(one)
                if not self._is_own(one.module, current.roots):
                    continue
                self.from_project.append(one)
                waiting.extend(self._packages(one.module, current.roots))
                found = self._file(one.module, current.roots)
                below = None
                if found is not None and found.is_package and one.name not in (None, "*"):
                    below = self._file(f"{one.module}.{one.name}", current.roots)
                for imported in (found, below):
                    if imported is not None:
                        edges.add(imported.path)
                        waiting.append(imported)

    def broken_imports(self) -> list[BrokenImport]:
        """The imports from the project that are certain to raise."""
        found = list(self._broken())
        return [] if found and self.reaches_out else found

    def _broken(self) -> Iterator[BrokenImport]:
        seen: set[tuple[int, str]] = set()
        for one in self.from_project:
            missing = self._missing_module(one)
            if missing is None:
                found = self._missing_name(one)
                if found is not None:
                    yield found
            elif missing and (id(one.node), missing) not in seen:
                seen.add((id(one.node), missing))
                yield self._without_module(one, missing)

    def _packages(self, name: str, roots: tuple[str, ...]) -> Iterator[ModuleFile]:
        """The packages that a module stands in."""
        while "." in name:
            name = name.rpartition(".")[0]
            found = self._file(name, roots)
            if found is not None:
                yield found

    def _file(self, name: str, roots: tuple[str, ...]) -> ModuleFile | None:
        if name not in self._files:
            self._files[name] = module_file(name, roots)
        return self._files[name]

    def _is_own(self, name: str, roots: tuple[str, ...]) -> bool:
        """Whether a module can only be one of the project: its top-level package has one place there."""
        top = name.partition(".")[0]
        known = self._own.get(top)
        if known is None:
            file = self._file(top, roots)
            known = self._own[top] = (
                file is not None
                and file.is_source
                and top not in sys.stdlib_module_names
                and top not in ("dagster", "floe_dagster", "floe_lint")
                and len({os.path.abspath(root) for root in roots if module_file(top, (root,)) is not None}) == 1
            )
        return known

    def _missing_module(self, one: Import) -> str | None:
        """The module that is not there: none, or, as ``""``, that it cannot be said."""
        roots = one.scope.file.roots
        parts = one.module.split(".")
        above = self._file(parts[0], roots)
        for level in range(2, len(parts) + 1):
            name = ".".join(parts[:level])
            found = self._file(name, roots)
            if found is None:
                return name if above is not None and self._has_nothing(above, parts[level - 1]) else ""
            above = found
        return None

    def _has_nothing(self, module: ModuleFile, name: str) -> bool:
        """Whether there can be no module of a name below a module."""
        if re.fullmatch(_GENERATED, name) or not (module.is_source or module.is_folder):
            return False
        if not module.is_package:
            return True
        # A folder is a package, however empty, and what is there in another language may be compiled later.
        return not any(entry.partition(".")[0] == name for entry, _ in filesystem.entries(_folder(module)) or ())

    def _missing_name(self, one: Import) -> BrokenImport | None:
        name, roots = one.name, one.scope.file.roots
        file = self._file(one.module, roots)
        if name is None or name == "*" or file is None or file.path == one.scope.file.path:
            return None
        scope = self.scopes.get(file.path)
        if file.is_source and (scope is None or name in scope.names):
            return None
        if file.is_package and self._file(f"{one.module}.{name}", roots) is not None:
            return None
        if name.startswith("__") or self._reaches(file.path, one.scope.file.path):
            return None
        names = set() if scope is None else self._names(scope, name, set())
        if names is None or name in names:
            return None
        if not self._has_nothing(file, name) or any(_sets(other, name) for other in self.scopes.values()):
            return None
        candidates = {*names, *(modules_in(_folder(file)) if file.is_package else ())}
        near = nearest(name, sorted(candidates))
        return BrokenImport(
            importer=one.scope.file.name,
            module=one.module,
            name=name,
            near=near,
            place=one.scope.outline.place(one.alias),
        )

    def _without_module(self, one: Import, missing: str) -> BrokenImport:
        found = find_module(missing, one.scope.file.roots)
        near = found.nearest if isinstance(found, NotFound) else None
        importer = one.scope.file.name
        place = one.scope.outline.imported_place(one.node, one.alias)
        return BrokenImport(
            importer=importer, module=missing, name=None, near=None if near == importer else near, place=place
        )

    def _reaches(self, start: str, end: str) -> bool:
        """Whether a module imports another in any number of steps."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            current = waiting.pop()
            if current == end:
                return True
            if current not in seen:
                seen.add(current)
                waiting.extend(self._edges.get(current, ()))
        return False

    def _names(self, scope: Scope, wanted: str, seen: set[str]) -> set[str] | None:
        """Every name that a module may ever have; ``None`` where only running it would tell."""
        text = scope.outline.text
        if scope.file.path in seen or scope.open or scope.unknowns or re.search(_DYNAMIC, text):
            return None
        seen.add(scope.file.path)
        if re.search(rf"\bglobal\b[^\n]*\b{re.escape(wanted)}\b", text) or re.search(r"\bglobal\b[^\n]*\\", text):
            return None
        names: set[str] = set()
        for node in _outside_functions(scope.outline.tree):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                file = self._file(absolute(node, scope), scope.file.roots)
                other = None if file is None else self._reader.scope(file) if file.is_source else None
                if not isinstance(other, Scope) or not self._is_own(absolute(node, scope), scope.file.roots):
                    return None
                further = self._names(other, wanted, seen)
                if further is None:
                    return None
                names |= further
            names.update(_bound(node))
        return names


def _imports(scope: Scope) -> Iterator[Import]:
    """The imports that stand at the top of a module, outside every block."""
    for node in scope.outline.tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(scope=scope, node=node, alias=alias, module=alias.name, name=None)
        elif isinstance(node, ast.ImportFrom):
            depth = len(scope.file.name.split(".")) - node.level + (1 if scope.file.is_package else 0)
            if node.level and depth < 1:
                continue
            module = absolute(node, scope)
            for alias in node.names:
                yield Import(scope=scope, node=node, alias=alias, module=module, name=alias.name)


def _home(scope: Scope) -> str:
    """The folder that a module lies in."""
    return os.path.dirname(scope.file.path)


def _folder(module: ModuleFile) -> str:
    return module.path if module.is_folder else os.path.dirname(module.path)


def _sets(scope: Scope, name: str) -> bool:
    """Whether a module may give an attribute of this name to another."""
    text = scope.outline.text
    return name in text and re.search(rf"\.\s*{re.escape(name)}\b\s*(?:=(?!=)|:|,|\))", text) is not None


def _outside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module but for those in the bodies of functions and classes."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting.extend([*node.decorator_list, node.args])
        elif isinstance(node, ast.ClassDef):
            waiting.extend([*node.decorator_list, *node.bases, *node.keywords])
        else:
            waiting.extend(ast.iter_child_nodes(node))


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a node may give a value."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    else:
        for field in ("name", "rest"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield name
