"""Where the pack lies that a configuration names: a folder of the project, or an installed distribution."""

from __future__ import annotations

import os
from typing import NamedTuple

from floe_lint.disk import filesystem
from floe_lint.disk.roots import repository_root
from floe_lint.kernel.near_names import nearest
from floe_lint.settings.kinds import PACK_PREFIX
from floe_lint.settings.pack_file import PACK_FILE, PackError, pack_name

GROUP = "floe_lint.packs"
"""The entry points that distributions offer packs under: the pack's name, and a package or a function."""


class Located(NamedTuple):
    """The folder of a pack and the folder that all of its files must lie in."""

    name: str
    folder: str
    within: str


def located(spec: str, root: str, allowed: tuple[str, ...]) -> Located:
    """The pack that ``spec`` names: the absolute path of a folder in ``root``, or "pack:" and a name.

    ``allowed`` are the packs whose Python may run. Raises ``PackError``.
    """
    if spec.startswith(PACK_PREFIX):
        name = spec[len(PACK_PREFIX) :]
        folder = installed_folder(name, allowed)
        own = pack_name(folder)
        if own != name:
            raise PackError(f'{os.path.join(folder, PACK_FILE)}: the pack is installed as "{name}" and named "{own}"')
        return Located(name, folder, folder)
    if not is_within(spec, root):
        raise PackError(
            f'the pack "{shown(spec)}" lies outside the project ("{root}"); move it into the repository, '
            f"or install it as a distribution"
        )
    if not filesystem.is_file(os.path.join(spec, PACK_FILE)):
        hint = (
            f'; an installed pack is named "{PACK_PREFIX}{os.path.basename(spec)}"'
            if os.path.basename(spec) in _entry_points()
            else ""
        )
        lacking = f"has no {PACK_FILE}" if filesystem.is_folder(spec) else "does not exist"
        raise PackError(f'the pack "{shown(spec)}" {lacking}{hint}')
    return Located(pack_name(spec), spec, root)


def is_within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder once ".." and links are followed."""
    real, base = filesystem.real_path(path), filesystem.real_path(folder)
    return real == base or real.startswith(base.rstrip(os.sep) + os.sep)


def shown(path: str) -> str:
    """A path for messages: relative to the working directory where it lies below it."""
    here = os.getcwd().rstrip(os.sep) + os.sep
    return (path[len(here) :] if path.startswith(here) else path).replace(os.sep, "/")


def installed_folder(name: str, allowed: tuple[str, ...]) -> str:
    """The folder of an installed pack. Nothing of the distribution is imported, unless it names a function.

    Raises ``PackError``.
    """
    values = _entry_points()
    value = values.get(name)
    if value is None:
        near = nearest(name, values)
        way_out = f'did you mean "{PACK_PREFIX}{near}"?' if near else "is its distribution installed beside floe-lint?"
        raise PackError(f'no installed distribution offers a pack "{name}"; {way_out}')
    module, _, function = value.partition(":")
    folder = _called(name, module, function, allowed) if function else _package_folder(module)
    if folder is None or not filesystem.is_file(os.path.join(folder, PACK_FILE)):
        raise PackError(f'the entry point "{name}" of "{GROUP}" names "{value}", which holds no {PACK_FILE}')
    return folder


def _entry_points() -> dict[str, str]:
    from importlib.metadata import entry_points

    return {entry.name: entry.value for entry in entry_points(group=GROUP)}


def _package_folder(package: str) -> str | None:
    """The folder of a package, found without importing it or one above it."""
    from importlib.machinery import PathFinder

    top, *rest = package.strip().split(".")
    spec = PathFinder.find_spec(top)
    for location in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = os.path.join(location, *rest)
        if filesystem.is_folder(folder):
            return folder
    return None


def _called(name: str, module: str, function: str, allowed: tuple[str, ...]) -> str | None:
    """The folder that a function of the distribution returns."""
    if name not in allowed:
        raise PackError(
            f'the pack "{name}" is found by running Python ("{module}:{function}"), which the configuration does not '
            f'allow; add "{name}" to "allow-python", or let its entry point name a package'
        )
    from importlib import import_module

    try:
        found: str = os.fspath(getattr(import_module(module), function)())
        return found
    except Exception as error:
        raise PackError(
            f'the pack "{name}" cannot be found: "{module}:{function}" raised {type(error).__name__}: {error}'
        ) from None


def outermost_folder(configuration: str) -> str:
    """The folder that whatever a configuration file names must lie in: its repository, else the file's folder."""
    folder = os.path.dirname(os.path.abspath(configuration))
    return repository_root(folder) or folder
