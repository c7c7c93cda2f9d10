"""One mistake gives one finding, whichever rules could see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.api import Options, builtin_rules, lint

RULES = builtin_rules()
HEAD = 'name: shop\nversion: "1.0.0"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What the boundary reports is not reported for its key, its type or its form as well.
        ("consumption: {}\nstorage:\n  bucket: lake-prod\n", [("infrastructure-key", 5)]),
        ("bucket: lake-prod\n", [("infrastructure-key", 3)]),
        ("lake:\n  uri: s3://lake-prod/raw\n", [("object-store-uri", 4)]),
        ("storage: s3://lake-prod/raw\n", [("object-store-uri", 3)]),
        # What it reports of a name hides what else is wrong with the name; what it reports below a name does not.
        ('orchestration:\n  partitions:\n    "s3://lake-prod/raw": {type: dynamic}\n', [("object-store-uri", 5)]),
        (
            'orchestration:\n  partitions:\n    "a b!":\n      type: dynamic\n      s3_uri: s3://lake-prod/raw\n',
            [("invalid-name", 5), ("object-store-uri", 7)],
        ),
        # A key by another name is not missing as well.
        ("orchestration:\n  backfills:\n    a:\n      job_name: b\n", [("missing-key", 5), ("unknown-key", 6)]),
        ("transforms:\n  - {tpe: dbt, path: .}\n", [("unknown-key", 4)]),
        # A misplaced section is not unknown, and what is in it is neither judged nor missed.
        (
            "jobs:\n  a: {type: bad}\norchestration:\n  schedules:\n    b: {job: a, cron_schedule: '0 6 * * *'}\n",
            [("misplaced-section", 3)],
        ),
        # An entry that is invalid is not said to be absent.
        (
            "orchestration:\n  jobs:\n    a: {type: bad}\n  schedules:\n    b: {job: a, cron_schedule: '0 6 * * *'}\n",
            [("invalid-value", 5)],
        ),
        # A number that YAML readers disagree about is refused once where text is expected.
        ("storage: 012\n", [("wrong-type", 3)]),
        # A malformed variable does not make its field invalid too.
        ('observability: {traces: "${TRACES-true}"}\n', [("malformed-interpolation", 3)]),
    ],
)
def test_once(text: str, expected: list[tuple[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOE_PLATFORM_FILE", raising=False)
    monkeypatch.delenv("FLOE_PLATFORM_ENV", raising=False)
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "floe.yaml").write_text(HEAD + text)
    report = lint("floe.yaml", options=Options(select=["ALL"], rules=RULES, env_files=[]))
    found = [(finding.rule, finding.span.line) for finding in report.findings if finding.severity != "info"]
    assert found == expected
