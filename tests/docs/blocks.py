"""The fenced blocks of a page, with the comments before them that say how they are run.

| comment | meaning |
|---|---|
| `<!-- in: NAME -->` | from here on the session is in a copy of this folder (``tests/docs/folders.py``) |
| `<!-- file: PATH -->` | the block is what this file holds |
| `<!-- exits: N -->` | the exit code of the block's last command; 0 otherwise |
| `<!-- not run: REASON -->` | the block is not run |
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[a-z]*)\s*$")
_COMMENT = re.compile(r"^ *<!-- (?P<key>in|file|exits|not run): (?P<value>.*) -->$")


class Block(NamedTuple):
    """A fenced block. ``line`` is that of its fence."""

    language: str
    text: str
    line: int
    said: dict[str, str]


class Command(NamedTuple):
    """A command with the output that the page shows; without any, the output is not compared."""

    text: str
    output: tuple[str, ...]


def pages() -> list[Path]:
    """The pages whose blocks are run; ``tests/dagster`` runs those of the quickstart."""
    docs = [path for path in sorted((ROOT / "docs").rglob("*.md")) if path.name != "quickstart.md"]
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *docs]


def name_of(page: Path) -> str:
    """A page's path in the repository."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found: list[Block] = []
    said: dict[str, str] = {}
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        comment = _COMMENT.match(line)
        fence = _FENCE.match(line)
        if comment is not None:
            said[comment["key"]] = comment["value"]
        elif fence is not None:
            closing = f"{fence['indent']}```"
            inner = []
            for _, below in lines:
                if below == closing:
                    break
                inner.append(below)
            body = textwrap.dedent("\n".join(inner)) + "\n"
            found.append(Block(fence["language"], body, number, said))
            said = {}
    return found


def commands_of(block: Block) -> list[Command]:
    """The commands of a console block: lines that start with ``$ ``, going on in lines that start with ``> ``."""
    found: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], ()))
        elif line.startswith("> ") and found and not found[-1].output:
            found[-1] = Command(f"{found[-1].text}\n{line[2:]}", ())
        else:
            assert found, f"line {block.line}: a console block starts with a command"
            found[-1] = Command(found[-1].text, (*found[-1].output, line))
    return found


def agrees(expected: tuple[str, ...], output: str) -> bool:
    """Whether an output is the one a page shows; a line ``…`` stands for any lines, else ``…`` for any text.

    An output that holds ``…`` itself, where an excerpt was cut, agrees with the page that shows it.
    """
    pattern = "".join(
        "(?:.*\n)*" if line.strip() == "…" else re.escape(line).replace("…", ".*") + "\n" for line in expected
    )
    return re.fullmatch(pattern, output.rstrip("\n") + "\n") is not None
