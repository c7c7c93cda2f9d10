"""Which floe.yaml files a command line means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from floe_lint.disk import filesystem
from floe_lint.disk.find_platform import PLATFORM_NAMES
from floe_lint.disk.gitignore import excluded_by
from floe_lint.disk.roots import is_repository_root, repository_root, up_to_repository_root
from floe_lint.kernel.records import NamedTuple

NAMES = ("floe.yaml", "floe.yml")
_PARTS = ("dbt_project.yml", "packages.yml", "dependencies.yml", "manifest.json")
_PART_SUFFIXES = (".py", ".sql", ".csv")
"""Names and endings of files that belong to a project: hooks and editors name what changed."""

_CASES = frozenset(["good", "bad", "fix"])
"""The folders of a rule in a pack that hold its cases."""

_SKIPPED = frozenset(
    ["__pycache__", "node_modules", "dbt_packages", "site-packages", "venv", ".venv", ".git", ".tox", ".floe"]
)
# A folder, and what is excluded of the paths relative to it.
_Ignores = tuple[str, Callable[[str], bool]]


class Discovered(NamedTuple):
    """Files to lint, in order and once each, and what could not be found, as messages."""

    files: tuple[str, ...]
    errors: tuple[str, ...]


def discover(arguments: Sequence[str], folder: str = ".", exclude: Sequence[str] = ()) -> Discovered:
    """Turn files, folders and globs into floe.yaml files.

    Without arguments: the nearest floe.yaml in ``folder`` or above it (up to the one that holds ``.git``), else
    every one below it. A folder means every floe.yaml below it that ``.gitignore`` does not exclude; a
    platform.yaml means the projects that it serves. ``exclude`` holds gitignore patterns for what is found in
    folders, not for what is named. A part of a project (an asset module, a model, a manifest) means the project that
    owns it.
    """
    if not arguments:
        near = nearest_above(folder)
        if near is not None:
            return Discovered((near,), ())
        below = tuple(find_below(folder, exclude))
        if below:
            return Discovered(below, ())
        missing = f'no floe.yaml in "{os.path.abspath(folder)}", above it or below it'
        return Discovered((), (missing + _misnamed(folder),))
    files: dict[str, str] = {}
    errors = []
    for argument in arguments:
        found, error = _expand(argument, exclude)
        for path in found:
            files.setdefault(filesystem.real_path(path), path)
        if error is not None:
            errors.append(error)
    return Discovered(tuple(files.values()), tuple(errors))


def _misnamed(folder: str) -> str:
    """A file that is probably meant as the floe.yaml of a folder in which there is none."""
    from floe_lint.kernel.near_names import nearest

    names = [name for name, is_folder in filesystem.entries(folder) or () if not is_folder]
    yaml = {name.lower().lstrip("."): name for name in names if name.lower().endswith((".yaml", ".yml"))}
    found = next((yaml[name] for name in NAMES if name in yaml), None) or yaml.get(nearest("floe.yaml", yaml) or "")
    return f'; there is a "{found}": rename it to "floe.yaml"' if found else ""


def nearest_above(folder: str) -> str | None:
    """The floe.yaml of a folder or the nearest one above it within the repository."""
    shown = folder
    for here in up_to_repository_root(folder):
        for name in NAMES:
            if filesystem.is_file(os.path.join(here, name)):
                return os.path.normpath(os.path.join(shown, name))
        shown = os.path.join(shown, os.pardir)
    return None


def _expand(argument: str, exclude: Sequence[str]) -> tuple[list[str], str | None]:
    if filesystem.is_folder(argument):
        found = list(find_below(argument, exclude))
        return found, None if found else f'no floe.yaml in "{argument}" or below it{_misnamed(argument)}'
    if filesystem.lexists(argument):
        if os.path.basename(argument) in PLATFORM_NAMES:
            served = list(_served_by(argument, exclude))
            return served, None if served else f'no floe.yaml uses "{argument}"'
        if _is_floe(argument):
            return [argument], None
        if not _is_part(argument):
            return [], f'"{argument}" is not a floe.yaml'
        owners = _owners(argument, exclude)
        return owners, None if owners else f'no project owns "{argument}": there is no floe.yaml in or above its folder'
    if any(char in argument for char in "*?["):
        import glob

        matched = sorted(glob.glob(argument, recursive=True))
        found = []
        for path in matched:
            if filesystem.is_folder(path):
                found.extend(find_below(path, exclude))
            elif _is_part(path):
                found.extend(_owners(path, exclude))
            elif os.path.basename(path) not in PLATFORM_NAMES and _is_floe(path):
                found.append(path)
        return found, None if found else f'no file matches "{argument}"'
    return [], f'"{argument}" does not exist'


def _is_floe(path: str) -> bool:
    """Whether a file is meant to be a floe.yaml: what cannot be read is told as such, whatever it is called."""
    name = os.path.basename(path).lower()
    return ("floe" in name and name.endswith((".yaml", ".yml"))) or not filesystem.is_file(path)


def _is_part(path: str) -> bool:
    """Whether a file is one that a project is made of, properties of dbt among them."""
    name = os.path.basename(path)
    if name in _PARTS or name.endswith(_PART_SUFFIXES):
        return True
    return name.endswith((".yml", ".yaml")) and not _is_floe(path) and _is_in_dbt_project(path)


def _is_in_dbt_project(path: str) -> bool:
    folders = up_to_repository_root(os.path.dirname(path))
    return any(filesystem.is_file(os.path.join(here, "dbt_project.yml")) for here in folders)


def _owners(path: str, exclude: Sequence[str]) -> list[str]:
    """The project that a file belongs to: the nearest above it, else all below the nearest folder above with any."""
    folder = os.path.dirname(path) or "."
    near = nearest_above(folder)
    if near is not None:
        return [near]
    if repository_root(folder) is None:
        return []
    shown = folder
    for _ in up_to_repository_root(folder):
        below = list(find_below(os.path.normpath(shown), exclude))
        if below:
            return below
        shown = os.path.join(shown, os.pardir)
    return []


def _served_by(platform: str, exclude: Sequence[str]) -> Iterator[str]:
    """The projects beside or below a platform.yaml for which it is the nearest one."""
    folder = os.path.dirname(platform) or "."
    for path in find_below(folder, exclude):
        here = os.path.dirname(path)
        while filesystem.real_path(here) != filesystem.real_path(folder):
            if any(filesystem.is_file(os.path.join(here, name)) for name in PLATFORM_NAMES):
                break
            here = os.path.dirname(here) or "."
        else:
            yield path


def find_below(folder: str, exclude: Sequence[str] = ()) -> Iterator[str]:
    """Every floe.yaml in a folder and below it, sorted, without ignored ones, hidden folders and environments.

    The one in ``folder`` itself counts whatever git ignores, and in a folder that git ignores as a whole all do: who
    names it means it. Cases of the rules of a pack are no projects.
    """
    chosen = [(folder, excluded_by(exclude))] if exclude else []
    above = _ignores_above(folder)
    pending = [(folder, [*([] if _ignored(folder + "/", above) else above), *chosen])]
    while pending:
        here, ignores = pending.pop()
        entries = filesystem.entries(here)
        if entries is None:
            continue
        names = {name for name, _ in entries}
        if here != folder and "pyvenv.cfg" in names:
            continue
        if ".gitignore" in names:
            ignores = [*ignores, *_ignores_of(here)]
        for name in NAMES:
            path = os.path.join(here, name)
            rules = chosen if here == folder else ignores
            if name in names and filesystem.is_file(path) and not _ignored(path, rules):
                yield os.path.normpath(path)
                break
        cases = _CASES if _is_rule(here, names) else frozenset[str]()
        folders = [
            os.path.join(here, name)
            for name, is_folder in entries
            if is_folder
            and not name.startswith(".")
            and name not in _SKIPPED
            and name not in cases
            and not _ignored(os.path.join(here, name) + "/", ignores)
        ]
        pending.extend((path, ignores) for path in reversed(folders))


def _is_rule(folder: str, names: set[str]) -> bool:
    """Whether a folder is that of a rule in a pack."""
    return "rule.md" in names and filesystem.is_file(os.path.join(os.path.dirname(folder), "pack.yaml"))


def _ignores_above(folder: str) -> list[_Ignores]:
    """The .gitignore files between a folder and the root of its repository."""
    folders = list(up_to_repository_root(folder))
    if not is_repository_root(folders[-1]):
        return []
    return [ignores for path in reversed(folders[1:]) for ignores in _ignores_of(path)]


def _ignores_of(folder: str) -> list[_Ignores]:
    """The .gitignore of a folder, if it has one that can be read."""
    try:
        text = filesystem.read(os.path.join(folder, ".gitignore")).decode("utf-8", "replace")
    except OSError:
        return []
    return [(folder, excluded_by(text.splitlines()))]


def _ignored(path: str, ignores: Iterable[_Ignores]) -> bool:
    slash = "/" if path.endswith("/") else ""
    for base, excludes in ignores:
        relative = os.path.relpath(os.path.abspath(path), os.path.abspath(base)).replace(os.sep, "/") + slash
        if excludes(relative):
            return True
    return False
