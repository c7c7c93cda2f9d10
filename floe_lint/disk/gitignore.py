"""Which paths the patterns of a .gitignore exclude.

The forms that nearly all such files consist of are matched here, as git does. A file with any other goes to pathspec,
whose import takes a quarter of the time of a small lint run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

# Only ranges that cannot run backwards.
_CLASS = r"\[[!^]?(?:0-[1-9]|a-[b-z]|A-[B-Z]|[0-9A-Za-z_.])+\]"
_OTHER_FORM = re.compile(rf"^/?$|^ |//|[^/]\*\*|\*\*[^/]|\\|(?!{_CLASS})\[")
_WILDCARD = re.compile(rf"(?:^|(?<=/))\*\*(?:/|$)|[*?]|{_CLASS}")


def excluded_by(lines: Iterable[str]) -> Callable[[str], bool]:
    """The question whether the patterns exclude a path relative to their folder; that of a folder ends in ``/``.

    The last pattern that matches decides. What lies in an excluded folder is excluded.
    """
    lines = list(lines)
    patterns = []
    for line in lines:
        text = line.rstrip(" ")
        if not text or text == "/" or text.startswith("#"):
            continue
        negated = text.startswith("!")
        text = text[negated:]
        if text.startswith((r"\#", r"\!")):
            text = text[1:]
        if not text.isprintable() or _OTHER_FORM.search(text):
            return _excluded_by_pathspec(line for line in lines if _is_pattern(line))
        only_folders = text.endswith("/")
        text = text.removesuffix("/")
        patterns.append((negated, only_folders, "/" in text, _matcher(text)))
    patterns.reverse()

    @lru_cache(maxsize=1024)
    def decides(path: str, name: str, is_folder: bool) -> bool:
        for negated, only_folders, of_path, matches in patterns:
            if (is_folder or not only_folders) and matches(path if of_path else name):
                return not negated
        return False

    def excludes(path: str) -> bool:
        here = ""
        *folders, file = path.split("/")
        for folder in folders:
            here += folder
            if decides(here, folder, True):
                return True
            here += "/"
        return file != "" and decides(here + file, file, False)

    return excludes


def _matcher(glob: str) -> Callable[[str], object]:
    """Whether a name fits a glob, or a path one with a slash. Literals and suffixes are not worth compiling."""
    if glob[0] == "*" and "/" not in glob and not _WILDCARD.search(glob, 1):
        return lambda name: name.endswith(glob[1:])
    glob = glob.removeprefix("/")
    if not _WILDCARD.search(glob):
        return glob.__eq__
    regex = ""
    end = 0
    for wildcard in _WILDCARD.finditer(glob):
        regex += re.escape(glob[end : wildcard.start()]) + _translated(wildcard[0])
        end = wildcard.end()
    return re.compile(regex + re.escape(glob[end:]), re.DOTALL).fullmatch


def _translated(wildcard: str) -> str:
    if wildcard[0] == "[":
        return f"(?!/){wildcard.replace('[!', '[^')}"
    return {"**/": "(?:[^/]+/)*", "**": ".+", "*": "[^/]*", "?": "[^/]"}[wildcard]


def _excluded_by_pathspec(lines: Iterable[str]) -> Callable[[str], bool]:
    """The same question, answered by pathspec, for which a negated folder brings back what lies in it."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines).match_file


def _is_pattern(line: str) -> bool:
    """Whether pathspec takes a line. One that it refuses, such as ``a\\`` or ``!``, matches nothing in git."""
    try:
        _excluded_by_pathspec([line])
    except (ValueError, re.error):
        return False
    return True
