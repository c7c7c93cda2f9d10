"""Bodies that are read again are the ones that were let go."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest

from floe_lint.python import bodies
from floe_lint.python.bodies import let_go

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
MODULES = ["argparse.py", "asyncio/tasks.py", "dataclasses.py", "typing.py", "unittest/mock.py", "zipfile.py"]


@pytest.mark.parametrize(
    "path", [path for name in MODULES if (path := LIBRARY / name).is_file()], ids=lambda path: path.name
)
def test_a_tree_is_the_same_when_it_is_looked_at(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    let_go(tree, text)
    assert ast.dump(tree, include_attributes=True) == ast.dump(ast.parse(text), include_attributes=True)


def test_every_way_to_look_finds_the_statements() -> None:
    text = 'async def one():\n    """Told."""\n    return 1\nclass Two:\n    def three(self): pass\n'
    for look in (
        list,
        len,
        bool,
        lambda body: body == [],
        lambda body: body[0],
        lambda body: [*body],
        lambda body: list(reversed(body)),
    ):
        tree, whole = ast.parse(text), ast.parse(text)
        let_go(tree, text)
        for mine, its in zip(bodies.functions(tree.body), bodies.functions(whole.body), strict=True):
            assert _shown(look(mine.body)) == _shown(look(its.body))
    let_go(tree, text)
    assert ast.get_docstring(next(bodies.functions(tree.body))) == "Told."


def _shown(found: object) -> str:
    nodes = found if isinstance(found, list) else [found]
    return str([ast.dump(node) if isinstance(node, ast.AST) else node for node in nodes])


def test_nothing_is_parsed_until_then_and_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "def one(): return 1\ndef two(): return 2\n"
    tree = ast.parse(text)
    let_go(tree, text)
    parsed: list[str] = []

    def counted(given: str) -> ast.Module:
        parsed.append(given)
        return ast.parse(given)

    monkeypatch.setattr(bodies, "parsed", counted)
    one, two = bodies.functions(tree.body)
    assert [argument.arg for argument in one.args.args] == []
    assert parsed == []
    assert len(one.body) == len(two.body) == 1
    assert parsed == [text]
