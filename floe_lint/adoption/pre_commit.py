"""The hook in ``.pre-commit-config.yaml``."""

from __future__ import annotations

import os
from typing import Any

from floe_lint import __version__, addresses
from floe_lint.adoption.change import FileChange, Obstacle, line_end_of, read_text
from floe_lint.disk import filesystem
from floe_lint.yaml.data import to_data
from floe_lint.yaml.nodes import Sequence
from floe_lint.yaml.parse import parse_document

FILE_NAME = ".pre-commit-config.yaml"
HOOKS_FILE = ".pre-commit-hooks.yaml"
HOOK = "floe-lint"


def plan_hook(root: str) -> FileChange | Obstacle | None:
    """The hook for the repository at ``root``, after the others; ``None`` where it is there. Raises ``OSError``."""
    path = os.path.join(root, FILE_NAME)
    text = read_text(path)
    ours = tuple(_declared_hooks())
    entry = hook_entry()
    if text is None or not text.strip():
        return FileChange(path, text, "\n".join(["repos:", *(f"  {line}" for line in entry)]) + "\n")
    document = parse_document(path, text)
    data = to_data(document, None)
    repositories = data.get("repos") if isinstance(data, dict) else None
    if isinstance(repositories, list) and any(_has_hook(repository, ours) for repository in repositories):
        return None
    node = document.node(("repos",))
    if not isinstance(node, Sequence) or not node.items or text[node.start] == "[":
        return Obstacle(path, "its repos are not a list with one entry a line; add this by hand:\n" + "\n".join(entry))
    end = line_end_of(text)
    dash = text.rindex("-", 0, node.items[0].start)
    indent = text[text.rfind("\n", 0, dash) + 1 : dash]
    last = node.items[-1].end
    stop = text.find("\n", max(last - 1, 0)) if text[max(last - 1, 0)] != "\n" else last - 1
    head, tail = (text, "") if stop < 0 else (text[: stop + 1], text[stop + 1 :])
    if not head.endswith("\n"):
        head += end
    after = head + "".join(f"{indent}{line}{end}" for line in entry) + tail
    made = to_data(parse_document(path, after), None)
    if not isinstance(made, dict) or made.get("repos", [])[:-1] != repositories:
        return Obstacle(path, "its form is not one that can be added to; add this by hand:\n" + "\n".join(entry))
    return FileChange(path, text, after)


def hook_entry() -> list[str]:
    """The lines of the entry: from the repository, else of a local hook that pip installs from its index.

    Raises ``OSError``.
    """
    if addresses.REPOSITORY:
        return [f"- repo: {addresses.REPOSITORY}", f"  rev: v{__version__}", "  hooks:", f"    - id: {HOOK}"]
    pinned = f"  additional_dependencies: ['floe-lint=={__version__}']"
    return ["- repo: local", "  hooks:", *(f"    {line}" for line in [*_declared_hooks()[HOOK], pinned])]


def _declared_hooks() -> dict[str, list[str]]:
    """The lines in which the file for pre-commit declares each hook, by id."""
    hooks: dict[str, list[str]] = {}
    for line in filesystem.read(_hooks_file()).decode("utf-8").splitlines():
        if line.startswith("- id: "):
            hook = hooks[line.removeprefix("- id: ")] = []
        hook.append(line)
    return hooks


def _hooks_file() -> str:
    """The file for pre-commit: inside the installed package, else at the root of a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "adoption", HOOKS_FILE)
    return installed if filesystem.is_file(installed) else os.path.join(os.path.dirname(package), HOOKS_FILE)


def _has_hook(repository: Any, ours: tuple[str, ...]) -> bool:
    """Whether an entry has one of our hooks, wherever it comes from."""
    hooks = repository.get("hooks") if isinstance(repository, dict) else None
    return isinstance(hooks, list) and any(isinstance(hook, dict) and hook.get("id") in ours for hook in hooks)
