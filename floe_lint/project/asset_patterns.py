"""The globs of ``orchestration.assets``: ``*``, ``?``, ``[abc]`` and ``{a,b}``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from floe_lint.format.floe_yaml import AssetSettings

_BRACES = re.compile(r"\{([^{}]*)\}")


def settings_for(key: str, patterns: Iterable[AssetSettings]) -> tuple[dict[str, str], set[str]]:
    """What patterns set on an asset, by field, and the fields that depend on a variable without a value.

    Of two patterns that set one field the first holds. The linter and the loader both ask here.
    """
    settings: dict[str, str] = {}
    unset: set[str] = set()
    for pattern in patterns:
        if matches(pattern.name, key):
            unset |= pattern.not_known - settings.keys()
            for field, value in pattern.settings.items():
                if field not in unset:
                    settings.setdefault(field, value)
    return settings, unset


def matches(pattern: str, key: str) -> bool:
    """Whether a pattern matches an asset: its whole key (``a/b``), or the last part of it.

    Matching is case-sensitive.
    """
    expression = compiled(pattern)
    if expression.match(key):
        return True
    return "/" in key and "/" not in pattern and expression.match(key.rsplit("/", 1)[1]) is not None


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a glob. An unclosed bracket or brace stands for itself."""
    return re.compile("|".join(_translate(part) for part in expand_braces(pattern)), re.DOTALL)


def expand_braces(pattern: str) -> list[str]:
    """A glob with its braces written out, at most 1,000 alternatives."""
    results = [pattern]
    while True:
        following: list[str] = []
        changed = False
        for text in results:
            match = _BRACES.search(text)
            if match is None:
                following.append(text)
                continue
            changed = True
            following.extend(text[: match.start()] + part + text[match.end() :] for part in match[1].split(","))
        results = following
        if not changed or len(results) > 1000:
            return results[:1000]


def _translate(pattern: str) -> str:
    parts: list[str] = []
    index = 0
    while index < len(pattern):
        char = pattern[index]
        index += 1
        if char == "*":
            if not parts or parts[-1] != ".*":
                parts.append(".*")
        elif char == "?":
            parts.append(".")
        elif char == "[":
            close = pattern.find("]", index + 2 if pattern[index : index + 1] == "!" else index + 1)
            if close < 0:
                parts.append(r"\[")
                continue
            body = pattern[index:close]
            index = close + 1
            negated = body.startswith("!")
            body = (body[1:] if negated else body).replace("\\", "\\\\").replace("^", r"\^").replace("[", r"\[")
            members = f"[{'^' if negated else ''}{body}]"
            try:
                re.compile(members)
            except re.error:
                members = "(?!)"
            parts.append(members)
        else:
            parts.append(re.escape(char))
    return f"(?:{''.join(parts)})\\Z"
