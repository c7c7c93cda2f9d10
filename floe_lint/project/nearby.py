"""What lies beside a file or folder that floe.yaml names."""

from __future__ import annotations

import os

from floe_lint.disk import filesystem
from floe_lint.project.project import Project
from floe_lint.python.find_module import ModuleFile


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
