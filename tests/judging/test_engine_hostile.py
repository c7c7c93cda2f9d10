"""Hostile and broken files: one finding that helps, never a traceback, a hang or a memory blow-up."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from floe_lint.api import LintError, Options, builtin_rules, lint
from floe_lint.findings.finding import Finding
from floe_lint.yaml.parse import read_document

RULES = builtin_rules()
ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = 'name: shop\nversion: "1.0.0"\n'
MEMORY = 2 * 1024**3
"""Bytes that linting may take, Python and the rules included. What is guarded against would take all there is."""

SECONDS = 60
"""Far more than any of it takes; what is guarded against would take hours."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOE_PLATFORM_FILE", raising=False)
    monkeypatch.delenv("FLOE_PLATFORM_ENV", raising=False)
    (tmp_path / "pyproject.toml").write_text("")


def _shown(finding: Finding) -> tuple[str, str, int, int, str]:
    return finding.rule, finding.path, finding.span.line, finding.span.column, finding.message


def _lint(path: str = "floe.yaml", **options: Any) -> list[tuple[str, str, int, int, str]]:
    report = lint(path, options=Options(select=["ALL"], env_files=[], rules=RULES, **options))
    assert not report.crashed
    return [_shown(finding) for finding in report.findings]


def _both(content: bytes) -> list[tuple[str, str, int, int, str]]:
    """What is found where both files hold the same, without what floe.yaml and platform.yaml differ in."""
    Path("floe.yaml").write_bytes(content)
    Path("platform.yaml").write_bytes(content)
    return _lint()


# ---- what cannot be read


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_utf_16_and_32(encoding: str) -> None:
    message = "is UTF-16 or UTF-32 text"
    assert _both(HEAD.encode(encoding)) == [
        ("unreadable", "floe.yaml", 1, 1, f"floe.yaml {message}"),
        ("unreadable", "platform.yaml", 1, 1, f"platform.yaml {message}"),
    ]


def test_latin_1() -> None:
    message = "is not UTF-8: byte 0xe9 has no meaning here"
    assert _both('name: shop\nversion: "é"\n'.encode("latin-1")) == [
        ("unreadable", "floe.yaml", 2, 11, f"floe.yaml {message}"),
        ("unreadable", "platform.yaml", 2, 11, f"platform.yaml {message}"),
    ]


def test_nul_and_random_bytes() -> None:
    Path("floe.yaml").write_bytes(b"name: a\0b\n")
    message = "the control character U+0000 is not allowed in YAML"
    assert _lint() == [("yaml-syntax", "floe.yaml", 1, 8, message)]
    Path("floe.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert _lint() == [("unreadable", "floe.yaml", 1, 1, "floe.yaml is not UTF-8: byte 0x89 has no meaning here")]


def test_byte_order_mark() -> None:
    Path("floe.yaml").write_bytes(b"\xef\xbb\xbfname: shop\nversion: 1\n")
    message = '"version" takes text, not the number 1; put it in quotes'
    assert _lint() == [("wrong-type", "floe.yaml", 2, 10, message)]


def test_what_is_no_file() -> None:
    os.mkfifo("fifo.yaml")
    os.symlink("nowhere", "dangling.yaml")
    os.symlink("loop.yaml", "loop.yaml")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("socket.yaml")
    special = "is a pipe, socket or device, not a file"
    try:
        assert _lint("fifo.yaml") == [("unreadable", "fifo.yaml", 1, 1, f"fifo.yaml {special}")]
        assert _lint("socket.yaml") == [("unreadable", "socket.yaml", 1, 1, f"socket.yaml {special}")]
        assert _lint("/dev/zero") == [("unreadable", "/dev/zero", 1, 1, f"zero {special}")]
        assert _lint("dangling.yaml") == [("unreadable", "dangling.yaml", 1, 1, "dangling.yaml does not exist")]
        ((rule, _, _, _, message),) = _lint("loop.yaml")
        assert (rule, message[:24]) == ("unreadable", "loop.yaml cannot be read")
    finally:
        listener.close()


def test_a_platform_file_that_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("floe.yaml").write_text(HEAD)
    Path("folder").mkdir()
    os.mkfifo("fifo")
    for named, message in {
        "folder": "folder is a folder, not a file",
        "fifo": "fifo is a pipe, socket or device, not a file",
        "missing.yaml": "missing.yaml does not exist",
    }.items():
        monkeypatch.setenv("FLOE_PLATFORM_FILE", named)
        assert _lint() == [("unreadable", named, 1, 1, message)]


def test_a_folder_named_floe_yaml() -> None:
    Path("floe.yaml").mkdir()
    with pytest.raises(LintError, match=r'^no floe.yaml in "floe.yaml" or below it$'):
        lint("floe.yaml")
    assert read_document("floe.yaml").defects[0].message == "is a folder, not a file"


def test_without_read_permission() -> None:
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    path = os.path.join(folder, "floe.yaml")
    Path(path).write_text(HEAD)
    os.chmod(path, 0)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        (defect,) = read_document(path).defects
    finally:
        if is_root:
            os.seteuid(0)
    assert (defect.kind, defect.message) == ("unreadable", "cannot be read: permission denied")


def test_size_limit() -> None:
    with open("floe.yaml", "wb") as file:
        file.truncate(100 * 1024**2)
    message = "floe.yaml has 104,857,600 bytes, more than the limit of 20,971,520"
    assert _lint() == [("unreadable", "floe.yaml", 1, 1, message)]
    Path("floe.yaml").write_text(HEAD)
    message = "floe.yaml has 28 bytes, more than the limit of 27"
    assert _lint(max_file_size=27) == [("unreadable", "floe.yaml", 1, 1, message)]
    assert _lint(max_file_size=28) == []
    assert _lint(max_file_size=27, stdin=HEAD.encode()) == [("unreadable", "floe.yaml", 1, 1, message)]
    Path("floe.yaml").write_text(HEAD + "#" * 20 * 1024**2)
    message = "floe.yaml has 20,971,548 bytes, more than the limit of 20,971,520"
    assert _lint() == [("unreadable", "floe.yaml", 1, 1, message)]


# ---- what is empty, or not one mapping


@pytest.mark.parametrize("content", ["", "\n", "# only a comment\n", "---\n", "--- # x\n...\n", "~\n", "\ufeff"])
def test_empty(content: str) -> None:
    message = 'the file is empty; a floe.yaml needs at least "name" and "version"'
    assert [(rule, path, text) for rule, path, _, _, text in _both(content.encode())] == [
        ("missing-key", "floe.yaml", message)
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [("hello\n", "text"), ("- a\n", "a list"), ("12\n", "the number 12"), ("true\n", "true"), ("[]\n", "a list")],
)
def test_root_that_is_no_mapping(content: str, kind: str) -> None:
    assert [(rule, path, text) for rule, path, _, _, text in _both(content.encode())] == [
        ("wrong-type", "floe.yaml", f'floe.yaml is a mapping of keys such as "name:", not {kind}'),
        ("wrong-type", "platform.yaml", f'platform.yaml is a mapping of keys such as "catalogs:", not {kind}'),
    ]


def test_several_documents() -> None:
    Path("floe.yaml").write_text(HEAD + "---\n- not looked at: [\n---\n")
    message = "a second YAML document starts here; only the first would be read"
    assert _lint() == [("multiple-documents", "floe.yaml", 3, 1, message)]


def test_a_broken_file_gives_one_finding_and_is_not_asked_further() -> None:
    broken = "jobs: [\nfoo:\n  bar: @x  # floe: ignore[nothing]\n"
    found = _both(broken.encode())
    assert [item[:2] for item in found] == [("yaml-syntax", "floe.yaml"), ("yaml-syntax", "platform.yaml")]


# ---- texts that are valid, but unusual


def _data_of(text: str, tmp_path: Path) -> list[tuple[str, str, int, int, str]]:
    (tmp_path / "floe.yaml").write_bytes(text.encode())
    return _lint()


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("\n", "\r\n"),
        HEAD.replace("\n", "\r"),
        HEAD.replace(": ", ":\t\t"),
        "{name: shop,\tversion: '1.0.0'}",
        "? name\n: shop\n? version\n: '1.0.0'\n",
        "%YAML 1.2\n%TAG !e! tag:example.com,2000:\n---\n" + HEAD + "...\n# end\n",
        "!!map\nname: !!str shop\nversion: &v !!str 1.0.0\nx-again: *v\n",
        '"name": "sh\\x6fp"\n\'version\': >-\n  1.0.0\n',
        HEAD + "x-text: |+\n  a\n\n\n  # no comment\n\nx-more: 'it''s\n\n  folded'\nx-plain: over\n  two lines\n",
        HEAD + 'x-astral: 💰💰 # 💰\nx-break: "a\u0085b\u2028c"\n',
        HEAD + "x-numbers: [0x7fffffffffffffffffffffff, 1" + "0" * 390 + ", .inf, -.inf, .nan, 1.0e+9999]\n",
        HEAD + "x-keys: {1: a, 1.5: b, true: c, null: d, ~x: e, '': f, \"<<\": g}\n",
        HEAD + "x-a: &a {k: 1}\nx-b: &b {k: 2, l: 3}\nx-c: {<<: [*a, *b], k: 4}\nx-d: {<<: {m: 5}}\n",
    ],
)
def test_unusual_and_clean(text: str, tmp_path: Path) -> None:
    assert _data_of(text, tmp_path) == []


def test_a_huge_number_is_refused_in_a_short_message(tmp_path: Path) -> None:
    ((rule, _, _, _, message),) = _data_of(f"name: {'9' * 300}\nversion: '1.0.0'\n", tmp_path)
    assert (rule, message) == ("wrong-type", '"name" takes text, not a very long number; put it in quotes')
    ((rule, _, _, _, message),) = _data_of(f"name: {'9' * 5000}\nversion: '1.0.0'\n", tmp_path)
    assert (rule, len(message) < 300) == ("invalid-value", True)


def test_ignores_count_lines_as_editors_do(tmp_path: Path) -> None:
    text = HEAD + 'x-a: "\u2028\u0085"\n' + "# floe: ignore[ambiguous-scalar] because\nx-b: no\n"
    assert _data_of(text, tmp_path) == []


# ---- what would take all memory or for ever


def _bomb(step: Callable[[int], str], count: int, first: str) -> str:
    return HEAD + f"x-0: &a0 {first}\n" + "".join(f"x-{i}: &a{i} {step(i)}\n" for i in range(1, count))


def _ten(i: int) -> str:
    return ", ".join([f"*a{i - 1}"] * 10)


DEEP = "values are nested more than 100 levels deep here"
MANY = "the aliases of the file up to here stand for more than 100,000 values"
EXPECTED: dict[str, tuple[str, list[tuple[str, int, str]]]] = {
    "flow-lists": (HEAD + "x-a: " + "[" * 10_000, [("yaml-syntax", 3, DEEP)]),
    "closed-flow-lists": (HEAD + "x-a: " + "[" * 10_000 + "]" * 10_000, [("yaml-syntax", 3, DEEP)]),
    "flow-mappings": (HEAD + "x-a: " + "{a: " * 10_000, [("yaml-syntax", 3, DEEP)]),
    "block-lists": (HEAD + "x-a:\n" + "- " * 10_000 + "a\n", [("yaml-syntax", 4, DEEP)]),
    "block-mappings": (HEAD + "".join(" " * i + "a:\n" for i in range(3_000)), [("yaml-syntax", 103, DEEP)]),
    "complex-keys": (HEAD + "? " * 10_000 + "a\n", [("yaml-syntax", 3, DEEP)]),
    "chain-of-aliases": (_bomb(lambda i: f"[*a{i - 1}]", 3_000, "[a]"), [("yaml-syntax", 102, DEEP)]),
    "chain-of-merges": (_bomb(lambda i: f"{{<<: *a{i - 1}}}", 3_000, "{k: 1}"), [("yaml-syntax", 102, DEEP)]),
    "billion-laughs": (_bomb(lambda i: f"[{_ten(i)}]", 30, "[a, a, a, a]"), [("alias-bomb", 8, MANY)]),
    "billion-merges": (_bomb(lambda i: f"{{<<: [{_ten(i)}]}}", 30, "{k: 1}"), [("alias-bomb", 8, MANY)]),
    "alias-in-itself": (
        HEAD + "x-a: &a [b, {c: *a}]\n",
        [("alias-bomb", 3, '"*a" stands within "&a", so it contains itself')],
    ),
    "merge-of-itself": (
        HEAD + "x-a: &a {<<: *a}\n",
        [("alias-bomb", 3, '"*a" stands within "&a", so it contains itself')],
    ),
    "many-aliases": (HEAD + "x-a: &a [a]\nx-b: [" + "*a, " * 40_000 + "]\n", []),
    "line-in-quotes": (HEAD + 'x-a: "' + "a" * 10_000_000 + '"\n', []),
    "plain-line": (HEAD + "x-a: " + "a " * 1_000_000 + "\n", []),
    "line-of-a-comment": (HEAD + "# " + "a" * 2_000_000 + "\n", []),
    "line-of-a-key": (HEAD + "a" * 2_000_000 + ": 1\n", [("yaml-syntax", 3, "a key is longer than 1,024 characters")]),
    "broken-line": (
        HEAD + "x-a: [" + "a " * 5_000_000,
        [("yaml-syntax", 3, 'the bracket "[" that opens here is not closed')],
    ),
    "unquoted-line": (
        HEAD + "x-a: @" + "a" * 2_000_000,
        [("yaml-syntax", 3, '"@" cannot start a value without quotes')],
    ),
    "line-of-digits": (HEAD + "x-a: " + "1" * 2_000_000 + "\n", []),
    "line-of-variables": (
        HEAD + "x-a: '" + "${A:${" * 300_000 + "'\n",
        [("malformed-interpolation", 3, '"${" has no closing "}"')],
    ),
    "hashes": (HEAD + "x-a: '" + " #" * 500_000 + "'\n", []),
    "blank-lines": (HEAD + "\n" * 5_000_000, []),
}

_APART = """
import json, resource, sys
memory, *paths = json.loads(sys.stdin.read())
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
from floe_lint.api import Options, builtin_rules, lint
rules = builtin_rules()
for path in paths:
    report = lint(path, options=Options(select=["ALL"], env_files=[], rules=rules))
    print(json.dumps([(f.rule, f.span.line, f.message) for f in report.findings]), flush=True)
"""


def _apart(paths: list[str]) -> list[list[tuple[str, int, str]]]:
    """Lint in a process of its own, with little memory and time."""
    result = subprocess.run(
        [sys.executable, "-c", _APART],
        input=json.dumps([MEMORY, *paths]),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert result.stderr == ""
    return [[tuple(item) for item in json.loads(line)] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    "heavy", [pytest.param(False, id="short"), pytest.param(True, id="long", marks=pytest.mark.slow)]
)
def test_time_and_memory(heavy: bool) -> None:
    chosen = {name: case for name, case in EXPECTED.items() if (len(case[0]) > 1_000_000) == heavy}
    for name, (text, _) in chosen.items():
        Path(name).mkdir()
        Path(name, "floe.yaml").write_text(text)
    found = _apart([f"{name}/floe.yaml" for name in chosen])
    assert dict(zip(chosen, found, strict=False)) == {name: expected for name, (_, expected) in chosen.items()}


@pytest.mark.slow
def test_a_million_mistakes_are_not_all_told() -> None:
    texts = {
        "keys": HEAD + "".join(f"k{i}: 1\n" for i in range(20_000)),
        "items": HEAD + "orchestration:\n  asset_modules: [" + "1," * 50_000 + "]\n",
        "jobs": HEAD + "orchestration:\n  jobs:\n" + "".join(f"    j{i}: 1\n" for i in range(20_000)),
        "duplicates": HEAD + "x-a: 1\n" * 50_000,
        "words": HEAD + "x-a: [" + "no," * 50_000 + "]\n",
    }
    for name, text in texts.items():
        Path(name).mkdir()
        Path(name, "floe.yaml").write_text(text)
    found = dict(zip(texts, _apart([f"{name}/floe.yaml" for name in texts]), strict=False))
    assert {name: len(items) for name, items in found.items()} == {
        "keys": 1000,
        "items": 1,
        "jobs": 1000,
        "duplicates": 1000,
        "words": 10_000,
    }
    told = 'item 1 of "asset_modules" of "orchestration" takes text, not the number 1; put it in quotes'
    assert found["items"] == [("wrong-type", 4, f"{told} (and so for 999 more items of the list)")]
