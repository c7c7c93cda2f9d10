"""Which resources the Python code that loads a project gives it, told from the text alone."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator

from floe_lint.disk import filesystem
from floe_lint.project.files import ProjectFiles
from floe_lint.python.compiler import parsed

LOADER = "from_compiled_artifacts"
"""``FloeDefinitions.from_compiled_artifacts(…, resources={…})`` loads a project."""


def given_resources(files: ProjectFiles, modules: Iterable[str]) -> frozenset[str] | None:
    """The keys of ``resources`` in the calls of the loader; ``None`` where no call is found or one is computed.

    Looked for in the folders from each of the ``modules`` (paths) up to the root that it is imported from, and in
    that of floe.yaml and those above it within the project: where ``definitions.py`` is kept.
    """
    found: set[str] = set()
    is_called = False
    for path in _beside(files, modules):
        try:
            data = filesystem.read(path)
            if LOADER.encode() not in data:
                continue
            tree = parsed(data.decode())
        except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
            return None
        for keys in _calls(tree):
            if keys is None:
                return None
            is_called = True
            found.update(keys)
    return frozenset(found) if is_called else None


def _beside(files: ProjectFiles, modules: Iterable[str]) -> Iterator[str]:
    roots = {os.path.abspath(root) for root in files.roots}
    folders = dict.fromkeys(map(os.path.abspath, files.parents))
    for path in modules:
        folder = os.path.dirname(os.path.abspath(path))
        while folder not in folders:
            folders[folder] = None
            if folder in roots or os.path.dirname(folder) == folder:
                break
            folder = os.path.dirname(folder)
    for folder in folders:
        for name, is_folder in filesystem.entries(folder) or ():
            if name.endswith(".py") and not is_folder:
                yield os.path.join(folder, name)


def _calls(tree: ast.Module) -> Iterator[frozenset[str] | None]:
    """The keys in each call of the loader, ``None`` for what may bring others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "merge":
            yield None
        if not isinstance(node, ast.Call):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if isinstance(node.func, ast.Attribute) and node.func.attr == LOADER and None not in given:
            yield _keys(given.get("resources"))
        elif "resources" in given or (
            None in given and isinstance(node.func, ast.Attribute) and node.func.attr == LOADER
        ):
            yield None


def _keys(resources: ast.expr | None) -> frozenset[str] | None:
    if resources is None or (isinstance(resources, ast.Constant) and resources.value is None):
        return frozenset()
    if not isinstance(resources, ast.Dict):
        return None
    keys = [key.value for key in resources.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return frozenset(keys) if len(keys) == len(resources.keys) else None
