"""A pack read and compiled once, kept for the next runs.

Reading eighty folders costs as much as everything else that linting a small project takes. What is kept is
believed only while every file of the pack has the size and modification time it was made from. It lies in the
user's own cache folder and holds code, like the ``.pyc`` files of any package: a file that somebody else owns or
may write is not read.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from typing import Any

from floe_lint import __version__
from floe_lint.atomic_write import write_atomically
from floe_lint.engine.rule import Rule
from floe_lint.report import RuleInfo

FOLDER_VARIABLE = "FLOE_LINT_CACHE_DIR"
"""Names another folder for the cache; empty for none."""


def cached_pack(folder: str, read: Callable[[str], list[Rule]]) -> list[Rule]:
    """The rules of a pack, with their code compiled; ``read`` reads them where nothing is kept for its files."""
    cache = _cache_folder()
    if cache is None:
        return read(folder)
    folder = os.path.abspath(folder)
    path = os.path.join(cache, f"{_file_name(folder)}.marshal")
    key = (__version__, sys.version, folder, _state_of(folder))
    kept = _load(path)
    if isinstance(kept, tuple) and len(kept) == 2 and kept[0] == key:
        return [_rule(values) for values in kept[1]]
    rules = [rule._replace(compiled=_compiled(rule.code)) for rule in read(folder)]
    _keep(path, (key, [_values(rule) for rule in rules]))
    return rules


def _cache_folder() -> str | None:
    named = os.environ.get(FOLDER_VARIABLE)
    if named is not None:
        return named or None
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    home = base or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "floe-lint") if os.path.isabs(home) else None


def _file_name(folder: str) -> str:
    """One file for each pack and version of Python; the whole path is in the key, so that a clash costs time only."""
    from zlib import crc32

    return f"pack-{crc32(folder.encode('utf-8', 'surrogatepass')):08x}-{sys.implementation.cache_tag}"


def _state_of(folder: str) -> tuple[Any, ...]:
    """Names, sizes and modification times of what a pack is made of."""
    state: list[Any] = []
    for entry in sorted(os.listdir(folder)):
        rule = os.path.join(folder, entry)
        for path in (os.path.join(rule, "rule.md"), os.path.join(rule, f"{entry.replace('-', '_')}.py")):
            try:
                status = os.stat(path)
            except OSError:
                continue
            state.append((path, status.st_mtime_ns, status.st_size))
    status = os.stat(os.path.join(folder, "pack.yaml"))
    return (*state, status.st_mtime_ns, status.st_size)


def _load(path: str) -> Any:
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            return marshal.load(file)
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _keep(path: str, content: Any) -> None:
    """Write for the next run; a disk that is full or read-only is no reason to fail this one."""
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        write_atomically(path, marshal.dumps(content), mode=0o600)
    except (OSError, ValueError):
        return


def _compiled(path: str | None) -> bytes | None:
    """The code of a rule's file. A file that is not Python stays uncompiled: loading it tells why."""
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            return marshal.dumps(compile(file.read(), path, "exec", dont_inherit=True))
    except (OSError, SyntaxError, ValueError):
        return None


def _values(rule: Rule) -> tuple[Any, ...]:
    return (tuple(rule.info), *rule[1:])


def _rule(values: tuple[Any, ...]) -> Rule:
    return Rule(RuleInfo(*values[0]), *values[1:])
