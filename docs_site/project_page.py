"""The page of the API that rules use, generated from the docstrings."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import NamedTuple

from floe_lint import rules
from floe_lint.project import project

PACKAGE = Path(rules.__file__).parent
_OPENING = """\
# The API that rules use

`check` is called with a `Project`. Each attribute is computed on first use and then kept, so rules may share the cost.
The examples are run on `examples/ecommerce` with `VACUUM_RETENTION` set to 7. [Write a
policy](../how-to/write-a-policy.md#rules-in-python) shows where the files of a rule are.

## The project
"""
_NAMES = """\
## Names that a rule may import

Import them from `floe_lint.rules`. All other modules of floe-lint may change with any version.

| name | meaning |
|---|---|
"""


class Attribute(NamedTuple):
    """A public attribute of ``Project``: its name, its usage, and its docstring."""

    name: str
    usage: str
    doc: str


def project_page() -> str:
    """Every public attribute of a project with its example, and every name that rules may import, as Markdown."""
    rows = [f"| `{name}` | {_cell(doc)} |" for name, doc in sorted(names().items(), key=lambda item: item[0].lower())]
    return "\n".join([_OPENING, *map(_section, attributes())]) + "\n" + _NAMES + "\n".join(rows) + "\n"


def attributes() -> list[Attribute]:
    """The public attributes of ``Project``, in the order of its source."""
    (owner,) = (node for node in _tree(Path(project.__file__)).body if _is_class(node, "Project"))
    assert isinstance(owner, ast.ClassDef)
    found = []
    for node, after in zip(owner.body, [*owner.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign):
            name = ast.unparse(node.target)
            found.append(Attribute(name, f"{name}: {ast.unparse(node.annotation)}", _text_of(after)))
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            found.append(Attribute(node.name, _usage(node), ast.get_docstring(node) or ""))
    return found


def names() -> dict[str, str]:
    """The first sentence on every name of ``floe_lint.rules``; empty where there is none."""
    found = {}
    for module, listed in rules.NAMES.items():
        tree = _tree(PACKAGE / f"{module.replace('.', '/')}.py")
        docs = {name: _first_sentence(doc) for name, doc in _docstrings(tree)}
        found.update({name: docs.get(name, "") for name in listed.split()})
    return found


def _docstrings(tree: ast.Module) -> list[tuple[str, str]]:
    """The definitions at the top of a module, with their docstrings."""
    found = []
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found.append((node.name, ast.get_docstring(node) or ""))
        elif isinstance(node, ast.Assign):
            found.extend((ast.unparse(target), _text_of(after)) for target in node.targets)
    return found


def _usage(node: ast.FunctionDef) -> str:
    returns = ast.unparse(node.returns) if node.returns is not None else "None"
    if node.decorator_list:
        return f"{node.name}: {returns}"
    arguments = ast.unparse(node.args).removeprefix("self, ")
    return f"{node.name}({arguments}) -> {returns}"


def _section(attribute: Attribute) -> str:
    said, _, example = attribute.doc.partition("\n\n>>> ")
    usage = f"```text\nproject.{attribute.usage}\n```"
    return f"### {attribute.name}\n\n{usage}\n\n{_markdown(said)}\n\n```python\n>>> {example}\n```\n"


def _first_sentence(doc: str) -> str:
    paragraph = " ".join(doc.partition("\n\n")[0].split())
    end = re.search(r"[.:;](?= )", paragraph)
    return paragraph if end is None else paragraph[: end.start()] + "."


def _cell(text: str) -> str:
    return _markdown(text).replace("|", "\\|")


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def _text_of(node: ast.stmt | None) -> str:
    """The docstring of the definition before a node."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return inspect.cleandoc(node.value.value)
    return ""


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_class(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.ClassDef) and node.name == name
