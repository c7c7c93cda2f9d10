"""The hook in ``.pre-commit-config.yaml``."""

from __future__ import annotations

import os

from floe_lint import __version__
from floe_lint.adoption.change import FileChange, Obstacle, line_end_of, read_text
from floe_lint.yaml.data import to_data
from floe_lint.yaml.nodes import Sequence
from floe_lint.yaml.parse import parse_document

FILE_NAME = ".pre-commit-config.yaml"
REPOSITORY = "https://github.com/floe-lint/floe-lint"

_ENTRY = (f"- repo: {REPOSITORY}", f"  rev: v{__version__}", "  hooks:", "    - id: floe-lint")


def plan_hook(root: str) -> FileChange | Obstacle | None:
    """The hook for the repository at ``root``, after the others; ``None`` where it is there. Raises ``OSError``."""
    path = os.path.join(root, FILE_NAME)
    text = read_text(path)
    if text is None or not text.strip():
        return FileChange(path, text, "\n".join(["repos:", *(f"  {line}" for line in _ENTRY)]) + "\n")
    document = parse_document(path, text)
    data = to_data(document, None)
    repositories = data.get("repos") if isinstance(data, dict) else None
    if any(isinstance(entry, dict) and entry.get("repo") == REPOSITORY for entry in repositories or ()):
        return None
    node = document.node(("repos",))
    if not isinstance(node, Sequence) or not node.items or text[node.start] == "[":
        return Obstacle(path, "its repos are not a list with one entry a line; add this by hand:\n" + "\n".join(_ENTRY))
    end = line_end_of(text)
    dash = text.rindex("-", 0, node.items[0].start)
    indent = text[text.rfind("\n", 0, dash) + 1 : dash]
    last = node.items[-1].end
    stop = text.find("\n", max(last - 1, 0)) if text[max(last - 1, 0)] != "\n" else last - 1
    head, tail = (text, "") if stop < 0 else (text[: stop + 1], text[stop + 1 :])
    if not head.endswith("\n"):
        head += end
    after = head + "".join(f"{indent}{line}{end}" for line in _ENTRY) + tail
    made = to_data(parse_document(path, after), None)
    if not isinstance(made, dict) or made.get("repos", [])[:-1] != repositories:
        return Obstacle(path, "its form is not one that can be added to; add this by hand:\n" + "\n".join(_ENTRY))
    return FileChange(path, text, after)
