"""What lies beside a file or folder that floe.yaml names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from floe_lint.disk import filesystem
from floe_lint.project.asset_catalog import ModuleReference
from floe_lint.project.project import Project
from floe_lint.python.find_module import ModuleFile

_DECORATED = re.compile(rb"^@(?:\w+\.)?(?:asset|multi_asset|floe_asset|graph_asset)\b", re.MULTILINE)
_APART = ("test_", "_", "conftest", "setup")
"""How the names of modules begin that are not meant to be listed."""


def is_beside(project: Project, name: str) -> bool:
    """Whether there is a file of that name in the folder of floe.yaml."""
    return filesystem.is_file(os.path.join(project.files.folder, name))


def subfolders(project: Project, path: str) -> list[str]:
    """The names of the folders in a folder that is named in floe.yaml, in all places where it is looked for."""
    found: dict[str, None] = {}
    for root in project.files.roots:
        for name, is_folder in filesystem.entries(os.path.join(root, path)) or ():
            if is_folder and not name.startswith("."):
                found[name] = None
    return list(found)


def modules_of_package(project: Project, name: str, package: ModuleFile) -> list[str]:
    """The names of the modules directly in a package that define assets."""
    folder = package.path if package.is_folder else os.path.dirname(package.path)
    stems = [entry.removesuffix(".py") for entry, is_folder in filesystem.entries(folder) or () if not is_folder]
    found = []
    for stem in stems:
        if stem.isidentifier() and stem != "__init__" and filesystem.is_file(os.path.join(folder, f"{stem}.py")):
            module = project.files.module(f"{name}.{stem}")
            if isinstance(module, ModuleFile) and project.files.module_facts(module).assets:
                found.append(f"{name}.{stem}")
    return found


def unlisted_modules(project: Project) -> Iterator[tuple[ModuleReference, str, str]]:
    """Modules with assets beside the listed ones, which neither these nor code beside them import.

    Each with the listed module, its own name, and the key of one of its assets.
    """
    read = {os.path.abspath(path) for path in project.files.reader.paths}
    seen: set[str] = set()
    for module in project.catalog.modules:
        found = module.found
        if not isinstance(found, ModuleFile) or not found.is_source or found.is_package:
            continue
        folder = os.path.dirname(os.path.abspath(found.path))
        if folder in seen:
            continue
        seen.add(folder)
        modules = dict(_modules_in(folder))
        for stem, path in modules.items():
            if path in read or stem.startswith(_APART) or not _DECORATED.search(_text(path)):
                continue
            imported = re.compile(rb"^[ \t]*(?:from|import)\b[^\n]*\b" + stem.encode() + rb"\b", re.MULTILINE)
            if any(imported.search(_text(other)) for other in modules.values() if other != path):
                continue
            name = module.name[: module.name.rfind(".") + 1] + stem
            file = project.files.module(name)
            facts = project.files.module_facts(file) if isinstance(file, ModuleFile) else None
            keys = ["/".join(asset.key) for asset in facts.assets if asset.key] if facts is not None else []
            if keys and keys[0] not in project.catalog.by_key:
                yield module, name, keys[0]


def _modules_in(folder: str) -> Iterator[tuple[str, str]]:
    for name, is_folder in filesystem.entries(folder) or ():
        stem, extension = os.path.splitext(name)
        if extension == ".py" and not is_folder and stem.isidentifier():
            yield stem, os.path.join(folder, name)


def _text(path: str) -> bytes:
    try:
        return filesystem.read(path)
    except OSError:
        return b""
