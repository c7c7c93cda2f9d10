"""Hosts and secrets that an organisation adds to the boundary, as patterns of the rules that take them.

A rule takes them whose ``forbid`` says ``from: hosts`` or ``from: secrets``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from floe_lint.judging.rule import Rule
from floe_lint.kernel.regex_safety import danger, literal_part

SHORTEST_KEYWORD = 3
"""Characters that a pattern must hold for certain: texts without them need no search."""


class OwnPatternError(Exception):
    """A host or a secret that cannot be looked for; the message names it and what would do."""


class SecretForm(NamedTuple):
    """A form of secret: what it is called, its pattern, and words of which one stands wherever it occurs."""

    name: str
    pattern: str
    keywords: tuple[str, ...]


def with_own_patterns(rules: Sequence[Rule], hosts: Sequence[str], secrets: Sequence[SecretForm]) -> list[Rule]:
    """The rules, those that take hosts or secrets with these. Raises ``OwnPatternError``."""
    given = {"hosts": [_host(host) for host in hosts], "secrets": [_secret(secret) for secret in secrets]}
    result = []
    for rule in rules:
        patterns = given.get(rule.forbid.get("from", ""), []) if rule.forbid is not None else []
        if patterns:
            result.append(rule._replace(forbid={**(rule.forbid or {}), "patterns": patterns}, configured=False))
        else:
            result.append(rule)
    return result


_HOST = re.compile(r"(?:[a-z0-9*_-]+\.)+[a-z0-9*-]+", re.IGNORECASE)


def _host(host: str) -> dict[str, Any]:
    if not _HOST.fullmatch(host):
        raise OwnPatternError(
            f'"{host}" in "boundary.hosts" is no host name, such as "db.acme.example" or "*.acme.example"'
        )
    keyword = max(host.lower().split("*"), key=len)
    if len(keyword) < SHORTEST_KEYWORD:
        raise OwnPatternError(
            f'"{host}" in "boundary.hosts" says too little: at least {SHORTEST_KEYWORD} characters beside "*"'
        )
    name = "".join("[a-z0-9_.-]{0,200}" if char == "*" else re.escape(char) for char in host)
    address = rf"(?<![\w.-])(?:[a-z][a-z0-9+.-]{{0,20}}://)?{name}(?![\w-]|\.\w)(?::\d{{1,5}})?"
    return {"name": host, "keywords": keyword, "regex": address, "true": host.replace("*", "x"), "false": "{}"}


def _secret(secret: SecretForm) -> dict[str, Any]:
    where = f'"{secret.name}" in "boundary.secrets"'
    reason = danger(secret.pattern)
    if reason is not None:
        raise OwnPatternError(f"the pattern of {where} {reason}")
    if re.search(secret.pattern, ""):
        raise OwnPatternError(f"the pattern of {where} matches the empty text")
    words = [word.lower() for word in secret.keywords] or [literal_part(secret.pattern)]
    if any(len(word) < SHORTEST_KEYWORD or " " in word for word in words):
        raise OwnPatternError(
            f'{where} needs "keywords": words of at least {SHORTEST_KEYWORD} characters, one of which stands in '
            f"every such secret"
        )
    return {"name": secret.name, "keywords": " ".join(words), "regex": secret.pattern, "true": "{}", "false": "{}"}
