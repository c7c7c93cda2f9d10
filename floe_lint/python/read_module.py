"""Reading an asset module: which assets Dagster would load from it, told from the text alone.

What counts is what ``dagster.load_assets_from_modules`` finds in the module's namespace: asset definitions,
source assets and lists of them, also those that are imported from other modules of the project. Specs
(``AssetSpec``) are not loaded from there, which is Dagster's default too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from floe_lint.kernel.positions import START, Place
from floe_lint.python.expressions import evaluate
from floe_lint.python.facts import FunctionFacts, LostAsset, ModuleFacts, StaticAsset, SyntaxDefect, UnknownInCode
from floe_lint.python.find_module import ModuleFile
from floe_lint.python.module_tree import parse_outline
from floe_lint.python.proofs import KeptProofs
from floe_lint.python.signatures import class_facts, function_facts
from floe_lint.python.statements import run
from floe_lint.python.values import Assets, Class, Function, Hidden, Items, Scope, Value, loadable


class ModuleReader:
    """Reads modules of one project, each once.

    ``texts`` stand in place of files, by absolute path; ``proofs`` is what earlier runs found out about modules.
    """

    def __init__(self, texts: Mapping[str, str] | None = None, proofs: KeptProofs | None = None) -> None:
        self._scopes: dict[str, Scope | SyntaxDefect] = {}
        self._texts = texts or {}
        self._proofs = proofs

    def keep(self) -> None:
        """Keep what was found out about modules for the next runs."""
        if self._proofs is not None:
            self._proofs.keep()

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that were read so far."""
        return tuple(self._scopes)

    def scope(self, file: ModuleFile) -> Scope | SyntaxDefect:
        """The namespace of a module: complete, or as far as it is read where two import each other."""
        known = self._scopes.get(file.path)
        if known is not None:
            return known
        given = self._texts.get(os.path.abspath(file.path)) if self._texts else None
        outline = parse_outline(file.path, given, self._proofs)
        if isinstance(outline, SyntaxDefect):
            self._scopes[file.path] = outline
            return outline
        scope = Scope(file, outline, self, evaluate)
        self._scopes[file.path] = scope
        try:
            run(outline.tree.body, scope)
        except RecursionError:
            scope.add_unknown(f'module "{file.name}" is nested too deeply to be followed', outline.tree)
        if not scope.makes and not scope.effects:
            # What is known of functions is kept by the identity of nodes, which must not be freed then.
            outline.let_go_of_bodies()
        return scope

    def facts(self, file: ModuleFile) -> ModuleFacts:
        """Everything about one module."""
        if not file.is_source:
            reason = f'module "{file.name}" is compiled'
            unknowns = () if file.is_folder else (UnknownInCode(reason, Place(file.path, START)),)
            return ModuleFacts(path=file.path, assets=(), unknowns=unknowns, syntax_error=None)
        scope = self.scope(file)
        if isinstance(scope, SyntaxDefect):
            return ModuleFacts(path=file.path, assets=(), unknowns=(), syntax_error=scope)
        assets: dict[tuple[Place, tuple[str, ...] | None], StaticAsset] = {}
        unknown: dict[tuple[Place, str], UnknownInCode] = {}
        for name, value in scope.names.items():
            found, doubts = _loaded(name, value)
            assets.update({(asset.place, asset.key): asset for asset in found})
            unknown.update({(doubt.place, doubt.reason): doubt for doubt in doubts})
        unknown.update({(doubt.place, doubt.reason): doubt for doubt in scope.unknowns})
        lost: tuple[LostAsset, ...] = ()
        if scope.redefined:
            from floe_lint.python.redefinition import lost_assets

            lost = lost_assets(scope)
        refusals = tuple(refusal for one in self._loaded_with(scope) for refusal in one.refusals.values())
        return ModuleFacts(
            path=file.path,
            assets=tuple(assets.values()),
            unknowns=tuple(unknown.values()),
            syntax_error=None,
            lost=lost,
            refusals=refusals,
        )

    def _loaded_with(self, scope: Scope) -> list[Scope]:
        """A module and those that are loaded with it, as far as names are imported from them."""
        found = [scope]
        for one in found:
            for file in one.imported:
                other = self._scopes.get(file.path)
                if isinstance(other, Scope) and other not in found:
                    found.append(other)
        return found


def read_module(file: ModuleFile, reader: ModuleReader | None = None) -> ModuleFacts:
    """What a module says; with a ``reader`` shared between calls each file is parsed once."""
    return (reader or ModuleReader()).facts(file)


def callable_facts(value: Value) -> FunctionFacts | None:
    """What is known of a function, a class, or the function of an asset; ``None`` for anything else."""
    if isinstance(value, Function):
        return function_facts(value)
    if isinstance(value, Class):
        return class_facts(value)
    if isinstance(value, Assets) and value.function is not None:
        return function_facts(value.function)
    return None


def _loaded(name: str, value: Value) -> tuple[list[StaticAsset], list[UnknownInCode]]:
    """The assets that Dagster loads from a name, and what is unknown about them."""
    if not loadable(value):
        return [], []
    if isinstance(value, Assets):
        return list(value.assets), list(value.unknowns)
    if isinstance(value, Hidden):
        return [], [UnknownInCode(f'"{name}" {value.phrase}', value.place, name)]
    assert isinstance(value, Items)
    if value.items is None:
        assert value.hidden is not None
        return [], [UnknownInCode(f'"{name}" {value.hidden.phrase}', value.hidden.place, name)]
    assets: list[StaticAsset] = []
    unknowns: list[UnknownInCode] = []
    for item in value.items:
        found, doubts = _loaded(name, item.value)
        if isinstance(item.value, Items):
            # Dagster looks into lists, but not into lists of lists.
            return [], []
        assets.extend(found)
        unknowns.extend(
            doubt._replace(reason=f"an item of {doubt.reason}") if isinstance(item.value, Hidden) else doubt
            for doubt in doubts
        )
    return assets, unknowns
