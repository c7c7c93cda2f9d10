"""What a .gitignore excludes, compared with git and with pathspec."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from floe_lint.disk.discovery import discover
from floe_lint.disk.gitignore import excluded_by
from tests.examples import examples

_NAMES = ("a", "b", "ab", "a.x", "b.x", "#a", "!a", "a b", "B")
_GLOBS = (
    *_NAMES,
    "*",
    "?",
    "*.x",
    "a*",
    "*b",
    "?b",
    "a?b",
    "a*b",
    "[ab]",
    "[!a]",
    "[^a]",
    "[a-f].x",
    "[A-Z]",
    "*.[xy]",
)


def _patterns(signs: Sequence[str], ends: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """Lines of a .gitignore in the forms that are matched without the library."""
    segments = st.lists(st.sampled_from((*_GLOBS, "**")), max_size=2)
    pattern = st.builds(
        lambda sign, start, above, last, end: sign + start + "/".join([*above, last]) + end,
        st.sampled_from(signs),
        st.sampled_from(["", "", "/"]),
        segments,
        st.sampled_from(_GLOBS),
        st.sampled_from(ends),
    )
    return st.lists(
        st.one_of(pattern, st.sampled_from(["", "# a", "/", r"\#a", r"\!a", "a b  "])), min_size=1, max_size=4
    )


_ANY = _patterns(["", "", "!"], ["", "/", "/**", "/**/", " "])
_EXCLUDING = _patterns([""], ["", "/"])
_PATH = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4).map("/".join)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository, in which each example has a folder of its own."""
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", folder], check=True, timeout=60)
    return folder


def _ignored_by_git(folder: Path, paths: Iterable[str]) -> set[str]:
    result = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin", "-z"],
        cwd=folder,
        input="\0".join(path.rstrip("/") for path in paths),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode in (0, 1), result.stderr
    return set(result.stdout.split("\0")) - {""}


def _write(folder: Path, lines: Sequence[str]) -> None:
    (folder / ".gitignore").write_text("".join(f"{line}\n" for line in lines))


@settings(max_examples=examples(400), deadline=None)
@given(lines=_ANY, folders=st.sets(_PATH, min_size=1, max_size=8))
@example(lines=["*b/", "!/*.x/"], folders={"b.x/ab"})
@example(lines=["a/**", "!a/b/"], folders={"a/b/a", "a/ab"})
@example(lines=["/*b"], folders={"a/ab"})
@example(lines=["*/b"], folders={"a/a/b"})
@example(lines=["/a[!x]b"], folders={"a/b"})
@example(lines=["**/b"], folders={"ab"})
@example(lines=["f.x/"], folders={"a"})
@example(lines=["a/**"], folders={"a/b\nc"})
@example(lines=["a", "!a/b"], folders={"a/b"})
def test_common_forms_are_matched_as_git_does(repository: Path, lines: list[str], folders: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pathspec", None)
        excludes = excluded_by(lines)
    root = Path(tempfile.mkdtemp(dir=repository))
    _write(root, lines)
    for folder in folders:
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "f.x").touch()
    paths = [
        path.relative_to(root).as_posix() + ("/" if path.is_dir() else "")
        for path in root.rglob("*")
        if path.name != ".gitignore"
    ]
    ignored = _ignored_by_git(root, paths)
    assert {path for path in paths if excludes(path)} == {path for path in paths if path.rstrip("/") in ignored}


@settings(max_examples=examples(150), deadline=None)
@given(
    lines=_ANY,
    nested=st.dictionaries(_PATH, _EXCLUDING, max_size=3),
    folders=st.sets(_PATH, min_size=1, max_size=8),
)
def test_discovery_passes_over_what_git_ignores(
    repository: Path, lines: list[str], nested: dict[str, list[str]], folders: set[str]
) -> None:
    root = Path(tempfile.mkdtemp(dir=repository))
    for folder in folders | set(nested):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "floe.yaml").touch()
    for folder, own in {".": lines, **nested}.items():
        _write(root / folder, own)
    paths = {path.relative_to(root).as_posix() for path in root.rglob("floe.yaml")}
    found = {Path(file).relative_to(root).as_posix() for file in discover([str(root)]).files}
    assert found == paths - _ignored_by_git(root, paths)


@settings(max_examples=examples(1000))
@given(lines=_EXCLUDING, path=_PATH, end=st.sampled_from(["", "/"]))
def test_common_forms_without_negation_are_matched_as_the_library_does(lines: list[str], path: str, end: str) -> None:
    assert excluded_by(lines)(path + end) is GitIgnoreSpec.from_lines(lines).match_file(path + end)


@pytest.mark.parametrize(
    ("pattern", "path", "other"),
    [
        (r"a\*", "a*", "ab"),
        (r"\[a]", "[a]", "a"),
        ("a\\ ", "a ", "a"),
        ("  a", "a", "b"),
        ("a\t", "a", "b"),
        ("a**b", "acb", "a/b"),
        ("a**/b", "ac/b", "ac/a/b"),
        ("**a/b", "ca/b", "c/a/b"),
        ("[a", "[a", "a"),
        ("[]a]", "]", "b"),
        ("[c-e]", "d", "f"),
        ("[a-]", "-", "b"),
    ],
)
def test_any_other_form_is_left_to_the_library(
    pattern: str, path: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    excludes = excluded_by(["b.x", pattern])
    assert [excludes(path), excludes(other), excludes("b.x")] == [True, False, True]
    monkeypatch.setitem(sys.modules, "pathspec", None)
    with pytest.raises(ImportError, match="pathspec"):
        excluded_by(["b.x", pattern])


@pytest.mark.parametrize("line", ["a\\", "!", "[b-a]c"])
def test_what_is_no_pattern_matches_nothing(line: str, repository: Path) -> None:
    excludes = excluded_by(["b", line, "!b.x"])
    root = Path(tempfile.mkdtemp(dir=repository))
    _write(root, ["b", line, "!b.x"])
    paths = ["a", "a\\", "!", "c", "ac", "b", "b.x"]
    assert [path for path in paths if excludes(path)] == ["b"]
    assert _ignored_by_git(root, paths) == {"b"}


def test_a_comment_may_hold_anything() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pathspec", None)
        assert excluded_by(["#\ta\\", "a"])("a")


def test_linting_a_folder_with_common_patterns_does_not_load_the_library(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "floe.yaml").write_text('name: one\nversion: "1.0.0"\n')
    _write(tmp_path, ["# Python", "__pycache__/", "*.py[cod]", "/build", "target/*", "!target/manifest.json"])
    _write(tmp_path / "one", ["logs/", "**/*.duckdb"])
    code = (
        "import sys\n"
        "from floe_lint.cli import main\n"
        "try:\n    main(['lint', '--no-cache', '.'])\n"
        "except SystemExit:\n    pass\n"
        "print('pathspec' in sys.modules, file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert "in 1 project" in result.stdout
    assert result.stderr.strip() == "False"
