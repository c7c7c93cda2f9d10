"""What was shown of a module is used again as long as its text is the same."""

from __future__ import annotations

import ast
import os
import sysconfig
from pathlib import Path

import pytest

from floe_lint import lint
from floe_lint.api import Options
from floe_lint.disk.cache_files import keep
from floe_lint.python import proofs
from floe_lint.python.bodies import functions
from floe_lint.python.module_tree import Outline, parse_outline
from floe_lint.python.proofs import KeptProofs
from tests.examples import examples

TEXT = 'def one():\n    """Told."""\n    return 1\n'
SHORT = "def one(): ...\n\n\n"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOE_LINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(proofs, "WORTH", 1)


def _refuse_to_prove(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str, path: str = "") -> proofs.Proof:
        raise AssertionError(f"{path} is compiled again: {text[:40]!r}")

    monkeypatch.setattr(proofs, "prove", fail)


def _kept(*texts: str, project: str = "floe.yaml") -> None:
    own = KeptProofs(project)
    for text in texts:
        own.of(text, "m.py")
    own.keep()


def _files() -> list[str]:
    folder = os.environ["FLOE_LINT_CACHE_DIR"]
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def test_a_text_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _kept(TEXT)
    _refuse_to_prove(monkeypatch)
    proof = KeptProofs("floe.yaml").of(TEXT, "elsewhere.py")
    assert proof == (SHORT, {("one", 1): "Told."})


def test_another_text_is_compiled() -> None:
    _kept(TEXT)
    own = KeptProofs("floe.yaml")
    with pytest.raises(SyntaxError, match="'continue' not properly in loop"):
        own.of(TEXT.replace("return 1", "continue"), "m.py")


def test_of_errors_nothing_is_kept() -> None:
    own = KeptProofs("floe.yaml")
    with pytest.raises(SyntaxError):
        own.of("def", "m.py")
    own.keep()
    assert _files() == []


def test_what_is_not_needed_any_more_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    _kept(TEXT, "one = 1\n")
    _kept(TEXT, "two = 2\n")
    own = KeptProofs("floe.yaml")
    _refuse_to_prove(monkeypatch)
    own.of(TEXT, "m.py")
    own.of("two = 2\n", "m.py")
    with pytest.raises(AssertionError, match="one = 1"):
        own.of("one = 1\n", "m.py")


def test_little_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "WORTH", len(TEXT) + 1)
    _kept(TEXT)
    assert _files() == []


def test_projects_are_kept_apart_and_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "MOST", 2)
    for number in range(4):
        _kept(TEXT, project=f"{number}/floe.yaml")
    assert len(_files()) == 2


@pytest.mark.parametrize(
    "content",
    [None, 1, (1, 2, 3), (("0.0.0", "3.11", "floe.yaml"), {}), (("", "", ""), {"x": (None, {})})],
)
def test_a_file_that_says_something_else_is_passed_over(content: object) -> None:
    _kept(TEXT)
    (name,) = _files()
    path = os.path.join(os.environ["FLOE_LINT_CACHE_DIR"], name)
    keep(path, content)
    assert KeptProofs("floe.yaml").of(TEXT, "m.py").short == SHORT


def test_a_broken_file_is_passed_over() -> None:
    _kept(TEXT)
    (name,) = _files()
    path = Path(os.environ["FLOE_LINT_CACHE_DIR"], name)
    path.write_bytes(path.read_bytes()[:-3])
    assert KeptProofs("floe.yaml").of(TEXT, "m.py").short == SHORT


@pytest.mark.examples
def test_the_library_reads_the_same_from_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))[: examples(80)]
    fresh = KeptProofs("floe.yaml")
    for path in paths:
        parse_outline(str(path), proofs=fresh)
    fresh.keep()
    again = KeptProofs("floe.yaml")
    _refuse_to_prove(monkeypatch)
    for path in paths:
        kept = parse_outline(str(path), proofs=again)
        assert isinstance(kept, Outline)
        tree = ast.parse(path.read_bytes())
        assert [ast.dump(one) for one in functions(kept.tree.body)] == [ast.dump(one) for one in functions(tree.body)]


def test_lint_keeps_only_where_it_is_asked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "assets.py").write_text("from dagster import asset\n\n@asset\ndef one():\n    return 1\n")
    floe = tmp_path / "floe.yaml"
    floe.write_text('name: shop\nversion: "1.0.0"\norchestration:\n  asset_modules: [assets]\n')
    first = lint(floe, options=Options())
    assert [name for name in _files() if name.startswith("modules-")] == []
    assert lint(floe, options=Options(cached=True)) == first
    assert len([name for name in _files() if name.startswith("modules-")]) == 1
    _refuse_to_prove(monkeypatch)
    assert lint(floe, options=Options(cached=True)) == first
