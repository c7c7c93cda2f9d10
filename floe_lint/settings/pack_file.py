"""``pack.yaml``: what makes a folder a rule pack."""

from __future__ import annotations

import os
import re
from typing import Any

from floe_lint.disk import filesystem
from floe_lint.yaml.data import to_data
from floe_lint.yaml.parse import parse_document

PACK_FILE = "pack.yaml"
WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""The names of packs and rules: lower-case words joined by "-"."""
_KEYS = frozenset(["name", "documentation", "profiles"])


class PackError(Exception):
    """A pack that cannot be used; the message names the file and the defect."""


def pack_name(folder: str) -> str:
    """The name that a pack gives itself. Raises ``PackError``."""
    return str(pack_settings(folder)["name"])


def pack_settings(folder: str) -> dict[str, Any]:
    """What ``pack.yaml`` says: the name, where the pages are, the profiles. Raises ``PackError``."""
    path = os.path.join(folder, PACK_FILE)
    settings = mapping(path, text_of(path))
    unknown = set(settings) - _KEYS
    if unknown:
        raise PackError(f'{path}: "{min(unknown)}" is not a key of a pack; the keys are {", ".join(sorted(_KEYS))}')
    name = settings.get("name")
    if not isinstance(name, str) or not re.fullmatch(WORDS, name):
        raise PackError(f'{path}: "name" must be lower-case words joined by "-"')
    return settings


def text_of(path: str) -> str:
    """The text of a file of a pack. Raises ``PackError``."""
    try:
        return filesystem.read(path).decode("utf-8")
    except UnicodeDecodeError:
        raise PackError(f"{path} is not UTF-8") from None
    except OSError as error:
        raise PackError(f"{path} cannot be read: {error.strerror}") from None


def mapping(path: str, text: str) -> dict[str, Any]:
    """YAML of a pack, its own file or the front matter of a rule, as data. Raises ``PackError``."""
    document = parse_document(path, text)
    if document.defects:
        defect = document.defects[0]
        raise PackError(f"{path}:{defect.span.line}: {defect.message}")
    data = to_data(document, None)
    if not isinstance(data, dict):
        raise PackError(f"{path}: the front matter must be a mapping")
    return data
