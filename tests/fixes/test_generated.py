"""2,000 generated files: fixing changes what was planted and nothing else, once and for all."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from floe_lint.api import Options, builtin_rules, lint
from floe_lint.fixes.rounds import Fixed, fix
from floe_lint.fixes.write_files import write_fixed
from tests.examples import examples
from tests.fixes.generated import generate
from tests.rule_cases import SHOP, TODAY

FILES = 2000
PORTIONS = 20
RULES = builtin_rules()


def _fix() -> Fixed:
    return fix(lambda texts: lint("floe.yaml", options=Options(texts=texts, today=TODAY, rules=RULES)), unsafe=False)


@pytest.mark.examples
@pytest.mark.parametrize("portion", range(PORTIONS))
def test_only_what_was_planted_changes(portion: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "floe.yaml"
    for seed in range(portion, examples(FILES), PORTIONS):
        generated = generate(seed)
        file.write_bytes(generated.before)
        fixed = _fix()
        write_fixed(fixed.before, fixed.texts)
        assert file.read_bytes() == generated.after, f"seed {seed}"
        rules = Counter(finding.rule for finding in fixed.fixed)
        assert rules == Counter(generated.planted), f"seed {seed}"
        assert fixed.refused == (), f"seed {seed}"
        left = [finding for finding in fixed.report.findings if finding.severity != "info"]
        assert left == [], f"seed {seed}"
        again = _fix()
        assert (again.texts, again.fixed) == ({}, ()), f"seed {seed}"
