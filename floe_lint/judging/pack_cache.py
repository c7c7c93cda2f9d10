"""A pack read and compiled once, kept for the next runs.

Reading eighty folders costs as much as everything else that linting a small project takes. What is kept is
believed only while every file of the pack has the size and modification time it was made from.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from typing import Any

from floe_lint import __version__, addresses
from floe_lint.disk import filesystem
from floe_lint.disk.cache_files import cache_folder, keep, load
from floe_lint.findings.finding import RuleInfo
from floe_lint.judging.rule import Rule


def cached_pack(folder: str, read: Callable[[str], list[Rule]]) -> list[Rule]:
    """The rules of a pack, with their code compiled; ``read`` reads them where nothing is kept for its files."""
    cache = cache_folder()
    if cache is None:
        return read(folder)
    folder = os.path.abspath(folder)
    path = os.path.join(cache, f"{_file_name(folder)}.marshal")
    key = (__version__, sys.version, folder, _state_of(folder), addresses.SITE)
    kept = load(path)
    if isinstance(kept, tuple) and len(kept) == 2 and kept[0] == key:
        return [_rule(values) for values in kept[1]]
    rules = [rule._replace(compiled=_compiled(rule.code)) for rule in read(folder)]
    keep(path, (key, [_values(rule) for rule in rules]))
    return rules


def _file_name(folder: str) -> str:
    """One file for each pack and version of Python; the whole path is in the key, so that a clash costs time only."""
    from zlib import crc32

    return f"pack-{crc32(folder.encode('utf-8', 'surrogatepass')):08x}-{sys.implementation.cache_tag}"


def _state_of(folder: str) -> tuple[Any, ...]:
    """Names, sizes and modification times of what a pack is made of."""
    state: list[Any] = [filesystem.stamp(os.path.join(folder, "pack.yaml"))]
    for entry, is_folder in filesystem.entries(folder) or ():
        if is_folder:
            rule = os.path.join(folder, entry)
            paths = (os.path.join(rule, "rule.md"), os.path.join(rule, f"{entry.replace('-', '_')}.py"))
            state.extend((path, filesystem.stamp(path)) for path in paths)
    return tuple(state)


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
