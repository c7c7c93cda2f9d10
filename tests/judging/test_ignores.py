"""Ignore comments: what they say, what they take out, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.api import Options, builtin_rules, lint
from floe_lint.findings.finding import Report
from floe_lint.judging.ignores import Ignore, read_ignores
from floe_lint.judging.rule import Rule
from floe_lint.yaml.parse import parse_document

RULES = {rule.info.id: rule for rule in builtin_rules()}
HEAD = 'name: shop\nversion: "1.0.0"\n'


def _ignores(text: str) -> list[Ignore]:
    return list(read_ignores(parse_document("floe.yaml", text)))


def _read(text: str) -> list[tuple[list[str], str, int, bool, str]]:
    return [
        ([rule for rule, _ in ignore.rules], ignore.reason, ignore.line, ignore.listed, ignore.word)
        for ignore in _ignores(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1  # floe: ignore[x] why\n", [(["x"], "why", 1, True, "ignore")]),
        ("a: 1 #floe:ignore[x,y , z]why\n", [(["x", "y", "z"], "why", 1, True, "ignore")]),
        ("a: 1 # note  # floe: ignore[x]: why\n", [(["x"], "why", 1, True, "ignore")]),
        ("a: 1 # floe: ignore [x] -- why # more\n", [(["x"], "why", 1, True, "ignore")]),
        ("# floe: ignore[x] why\n\n  # note\n# floe: ignore[y] too\na: 1\n", [
            (["x"], "why", 5, True, "ignore"), (["y"], "too", 5, True, "ignore")
        ]),
        ("a:\n  # floe: ignore[x] why\n  b: 1\n", [(["x"], "why", 3, True, "ignore")]),
        ("a: 1\n# floe: ignore[x] why\n", [(["x"], "why", 2, True, "ignore")]),
        ("a: 1  # floe: ignore[x]\n", [(["x"], "", 1, True, "ignore")]),
        ("a: 1  # floe: ignore[ , ]\n", [([], "", 1, True, "ignore")]),
        ("a: 1  # floe: ignore x\n", [([], "x", 1, False, "ignore")]),
        ("a: 1  # floe: ignore[x\n", [([], "[x", 1, False, "ignore")]),
        ("a: 1  # floe: disable[x] why\n", [([], "why", 1, True, "disable")]),
        ("a: 1  # floe: noqa\n", [([], "", 1, False, "noqa")]),
        ("a: 1  # floe: ignore-line[x] why\n", [([], "why", 1, True, "ignore-line")]),
        ("a: 1  # floe: Ignore[x] why\n", [([], "why", 1, True, "Ignore")]),
        ("a: 1  # floe-lint: ignore[x] why\n", [([], "why", 1, True, "floe-lint: ignore")]),
        ("# floe: the pipeline of the shop\n# floe: skip this part if you like\na: 1\n", []),
        ('a: "# floe: ignore[x]"\nb: |\n  # floe: ignore[x]\nc: x# floe: ignore[x]\n', []),
        ('a: 1  # write "# floe: ignore[x]"\n', []),
    ],
)  # fmt: skip
def test_read(text: str, expected: list[tuple[list[str], str, int, bool, str]]) -> None:
    assert _read(text) == expected


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_places(line_break: str) -> None:
    text = f"é: 1{line_break}b: '💰'  # note # floe: ignore[one,  two] why"
    document = parse_document("floe.yaml", text)
    (ignore,) = read_ignores(document)
    assert ignore.path == "floe.yaml"
    assert document.text_of(ignore.span) == "# floe: ignore[one,  two] why"
    assert [(rule, document.text_of(span)) for rule, span in ignore.rules] == [("one", "one"), ("two", "two")]


def _report(folder: Path, floe: str, platform: str | None = None, **options: object) -> Report:
    (folder / "floe.yaml").write_text(HEAD + floe)
    (folder / "pyproject.toml").write_text("")
    if platform is not None:
        (folder / "platform.yaml").write_text(platform)
    chosen = {"rules": list(RULES.values()), "select": ["ALL"], "env_files": [], **options}
    return lint("floe.yaml", options=Options(**chosen))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOE_PLATFORM_FILE", raising=False)
    monkeypatch.delenv("FLOE_PLATFORM_ENV", raising=False)


def _found(report: Report) -> list[tuple[str, str, int]]:
    return [(finding.rule, finding.path, finding.span.line) for finding in report.findings]


NO = "x-a: no  # floe: ignore[ambiguous-scalar] only our tools read it\n"


def test_what_is_ignored_is_kept_apart(tmp_path: Path) -> None:
    report = _report(tmp_path, NO, "infrastructure:\n  # floe: ignore[ambiguous-scalar] theirs too\n  a: on\n")
    assert report.findings == ()
    assert [
        (finding.rule, finding.path, finding.span.line, finding.suppression.reason, finding.suppression.place.path)
        for finding in report.suppressed
        if finding.suppression is not None and finding.suppression.place is not None
    ] == [
        ("ambiguous-scalar", "floe.yaml", 3, "only our tools read it", "floe.yaml"),
        ("ambiguous-scalar", "platform.yaml", 3, "theirs too", "platform.yaml"),
    ]


def test_an_ignore_of_one_file_says_nothing_of_the_other(tmp_path: Path) -> None:
    report = _report(tmp_path, "x-a: 1  # floe: ignore[ambiguous-scalar] why\n", "x: 1\ny: 2\nz: no\n")
    assert _found(report) == [("unused-ignore", "floe.yaml", 3), ("ambiguous-scalar", "platform.yaml", 3)]


def test_only_rules_that_ran_are_unused(tmp_path: Path) -> None:
    text = "x-a: a  # floe: ignore[ambiguous-scalar, duplicate-key] why\n"
    assert _found(_report(tmp_path, text)) == [("unused-ignore", "floe.yaml", 3)] * 2
    assert _found(_report(tmp_path, text, ignore=["duplicate-key"])) == [("unused-ignore", "floe.yaml", 3)]
    assert _found(_report(tmp_path, text, select=["unused-ignore"])) == []
    assert _found(_report(tmp_path, text, no_ignores=True)) == []


def test_no_ignores_reports_what_they_hide(tmp_path: Path) -> None:
    assert _found(_report(tmp_path, NO, no_ignores=True)) == [("ambiguous-scalar", "floe.yaml", 3)]


def test_used_under_one_environment_is_used(tmp_path: Path) -> None:
    text = (
        "orchestration:\n  jobs:\n    alert: {type: ops, target_function: code.alert}\n  schedules:\n    daily:\n"
        '      job: "${JOB:alert}"  # floe: ignore[job-not-found] the deployment brings its own\n'
        '      cron_schedule: "0 6 * * *"\n'
    )
    (tmp_path / "code.py").write_text("def alert(context):\n    pass\n")
    (tmp_path / "prod.env").write_text("JOB=nightly\n")
    assert _found(_report(tmp_path, text)) == [("unused-ignore", "floe.yaml", 8)]
    assert _found(_report(tmp_path, text, env_files=["prod.env"])) == []


def test_a_rule_that_may_not_be_ignored(tmp_path: Path) -> None:
    report = _report(tmp_path, "storag: x  # floe: ignore[unknown-key] why\n")
    assert [(finding.rule, finding.severity, finding.message) for finding in report.findings] == [
        ("unknown-key", "error", '"storag" is not a key of the file; did you mean "storage"?'),
        ("invalid-ignore", "error", '"unknown-key" cannot be ignored; correct what it reports'),
    ]
    assert report.suppressed == ()


def test_settings_cannot_do_what_ignores_cannot(tmp_path: Path) -> None:
    (tmp_path / "floe-lint.toml").write_text('ignore = ["unknown-key"]\n[severity]\nunknown-key = "info"\n')
    report = _report(tmp_path, "nonsense: x\n", ignore=None, select=None)
    assert [(finding.rule, finding.severity) for finding in report.findings] == [("unknown-key", "error")]


def test_a_crashed_rule_leaves_its_ignores_alone(tmp_path: Path) -> None:
    broken = tmp_path / "crash.py"
    broken.write_text("def check(project):\n    raise ValueError('x')\n")
    rules: list[Rule] = [
        rule._replace(code=str(broken), compiled=None) if rule.info.id == "duplicate-key" else rule
        for rule in RULES.values()
    ]
    report = _report(tmp_path, "x-a: a  # floe: ignore[duplicate-key] why\n", rules=rules)
    assert report.crashed
    assert _found(report) == [("duplicate-key", "floe.yaml", 1)]


def test_a_file_that_cannot_be_read_has_no_ignores(tmp_path: Path) -> None:
    report = _report(tmp_path, "a: [  # floe: ignore[yaml-syntax, nonsense]\n")
    assert _found(report) == [("yaml-syntax", "floe.yaml", 3)]
