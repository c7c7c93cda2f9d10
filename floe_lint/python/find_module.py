"""Finding the file of a module without importing anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from floe_lint.disk import filesystem
from floe_lint.disk.roots import folders_above, up_to_project_root
from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.records import NamedTuple

_COMPILED = (".so", ".pyd", ".pyc")


class ModuleFile(NamedTuple):
    """A module's file. ``name`` is its absolute dotted name, ``roots`` where further modules are looked for.

    ``path`` is a folder for a namespace package (PEP 420), and no ``.py`` file for a compiled module.
    """

    name: str
    path: str
    roots: tuple[str, ...]

    @property
    def is_source(self) -> bool:
        """Whether there is text to read."""
        return self.path.endswith(".py")

    @property
    def is_folder(self) -> bool:
        """Whether it is a namespace package: a folder without ``__init__.py``."""
        return not self.path.endswith((".py", *_COMPILED))

    @property
    def is_package(self) -> bool:
        """Whether relative imports in it start at itself."""
        return self.is_folder or os.path.basename(self.path) == "__init__.py"


class NotFound(NamedTuple):
    """A module that is nowhere. ``nearest`` is the dotted name that was probably meant."""

    name: str
    searched: tuple[str, ...]
    nearest: str | None


def search_roots(folder: str) -> list[str]:
    """The folder of floe.yaml, those above it up to the root of the project, and ``src/`` of each."""
    roots = []
    shown = folder or "."
    folders = up_to_project_root(shown)
    for _ in folders or folders_above(shown):
        roots.append(shown)
        if filesystem.is_folder(os.path.join(shown, "src")):
            roots.append(os.path.join(shown, "src"))
        shown = os.path.dirname(shown) if os.path.isabs(shown) else os.path.join(shown, os.pardir)
    # Where nothing marks the project, what lies far above cannot be meant.
    return roots if folders else roots[:4]


def find_module(name: str, roots: Sequence[str], package: str | None = None) -> ModuleFile | NotFound:
    """The file of a module: absolute below one of ``roots``, or relative to ``package``.

    ``package`` is the dotted package of floe.yaml's folder; ``.assets.bronze`` and, where no absolute module has
    the name, ``assets.bronze`` are taken relative to it.
    """
    plain = name.lstrip(".")
    up = len(name) - len(plain)
    if up:
        base = package.split(".") if package else []
        kept = base[: len(base) - (up - 1)] if up - 1 <= len(base) else []
        candidates = [".".join([*kept, plain] if plain else kept)] if up - 1 <= len(base) else []
    else:
        candidates = [plain, f"{package}.{plain}"] if package else [plain]
    for candidate in candidates:
        found = module_file(candidate, roots)
        if found is not None:
            return found
    near = _near(candidates[0], roots, _listing()) if candidates else None
    return NotFound(name, tuple(roots), near)


def module_file(name: str, roots: Sequence[str]) -> ModuleFile | None:
    """The file of a module by its absolute name, chosen as Python does: regular, compiled, then namespace."""
    parts = name.split(".")
    if not all(part.isidentifier() for part in parts):
        return None
    folder: str | None = None
    for root in roots:
        parent = os.path.join(root, *parts[:-1])
        base = os.path.join(parent, parts[-1])
        for path in (os.path.join(base, "__init__.py"), f"{base}.py"):
            if filesystem.is_file(path):
                return ModuleFile(_true_name(name, root, roots), os.path.normpath(path), tuple(roots))
        compiled = _compiled(parent, parts[-1])
        if compiled is not None:
            return ModuleFile(_true_name(name, root, roots), compiled, tuple(roots))
        if folder is None and filesystem.is_folder(base):
            folder = base
    # An empty name such as "data" would otherwise pass for a package: a namespace must hold something to import.
    if folder is None or not _holds_python(folder):
        return None
    return ModuleFile(name, os.path.normpath(folder), tuple(roots))


def _true_name(name: str, root: str, roots: Sequence[str]) -> str:
    """The name under which a module's own relative imports work: ``bronze`` below package ``a`` is ``a.bronze``."""
    folder = os.path.abspath(root)
    above: list[str] = []
    while filesystem.is_file(os.path.join(folder, "__init__.py")):
        folder, part = os.path.split(folder)
        above.insert(0, part)
    reachable = bool(above) and folder in {os.path.abspath(other) for other in roots}
    return ".".join([*above, name]) if reachable else name


def _compiled(folder: str, name: str) -> str | None:
    for entry, _ in filesystem.entries(folder) or ():
        if entry.startswith(f"{name}.") and entry.endswith(_COMPILED):
            return os.path.normpath(os.path.join(folder, entry))
    return None


def _holds_python(folder: str, depth: int = 3) -> bool:
    names = [name for name, _ in filesystem.entries(folder) or ()]
    if any(name.endswith((".py", *_COMPILED)) for name in names):
        return True
    inner = (os.path.join(folder, name) for name in names if name.isidentifier())
    return depth > 0 and any(filesystem.is_folder(path) and _holds_python(path, depth - 1) for path in inner)


def _listing() -> Callable[[str], tuple[str, ...]]:
    """A listing of folders that remembers them for one search only: editors live longer than files."""
    known: dict[str, tuple[str, ...]] = {}

    def names(folder: str) -> tuple[str, ...]:
        if folder not in known:
            known[folder] = modules_in(folder)
        return known[folder]

    return names


def _near(name: str, roots: Sequence[str], names_in: Callable[[str], Iterable[str]]) -> str | None:
    """The module that was probably meant: a near name at the first level that does not exist."""
    parts = name.split(".")
    for root in roots:
        folder = root
        for level, part in enumerate(parts):
            names = names_in(folder)
            if part in names:
                folder = os.path.join(folder, part)
                continue
            near = nearest(part, names)
            if near is not None:
                candidate = ".".join([*parts[:level], near, *parts[level + 1 :]])
                if level == len(parts) - 1 or module_file(candidate, roots):
                    return candidate
                return _near(candidate, roots, names_in)
            break
    return None


def modules_in(folder: str) -> tuple[str, ...]:
    """The names of the modules and packages in a folder, sorted."""
    names = set()
    for entry, _ in filesystem.entries(folder) or ():
        name = entry.partition(".")[0]
        if not name.isidentifier() or name in ("__init__", "__pycache__", "__main__"):
            continue
        is_file = entry.endswith((".py", *_COMPILED))
        if is_file or (entry == name and filesystem.is_folder(os.path.join(folder, entry))):
            names.add(name)
    return tuple(sorted(names))
