"""Packs: which are used, and which are refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from floe_lint.api import LintError, lint
from tests.policies.packs import FLOE, OWNER, write, write_pack, write_project, write_rule

PYTHON = "from floe_lint.rules import At, Problem\n\n\ndef check(project):\n    yield Problem(At(('name',)), 'seen')\n"


def _found(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (item.rule, item.span.line, item.message)
        for item in lint(folder / "floe.yaml").findings
        if item.rule != "static-unknown"
    ]


def _refused(folder: Path) -> str:
    with pytest.raises(LintError) as error:
        lint(folder / "floe.yaml")
    return str(error.value)


def test_a_pack_is_named_by_its_path(repository: Path) -> None:
    write_pack(repository / "governance" / "rules")
    write_project(repository, 'packs = ["governance/rules"]\nselect = ["job-owner"]\n')
    assert _found(repository) == [("job-owner", 6, 'job "refresh" has no owner')]
    assert "job-owner" in lint("floe.yaml").rules


def test_a_pack_of_the_repository_serves_projects_below(repository: Path) -> None:
    write_pack(repository / "governance")
    write_project(repository, 'packs = ["governance"]\nselect = ["job-owner"]\n')
    write(repository / "team" / "sales" / "floe.yaml", FLOE)
    assert _found(repository / "team" / "sales") == [("job-owner", 6, 'job "refresh" has no owner')]


def test_projects_with_different_packs_are_linted_together(repository: Path) -> None:
    for name in ("one", "two"):
        write_pack(repository / name / "rules", name=name, rule=f"{name}-owner")
        write(repository / name / "floe-lint.toml", f'packs = ["rules"]\nselect = ["{name}-owner"]\n')
        write(repository / name / "floe.yaml", FLOE)
    (repository / ".git").mkdir()
    assert [(item.path, item.rule) for item in lint(".").findings] == [
        ("one/floe.yaml", "one-owner"),
        ("two/floe.yaml", "two-owner"),
    ]


@pytest.mark.parametrize("name", ["../elsewhere", "inside/../../elsewhere"])
def test_a_path_out_of_the_project_is_refused(repository: Path, name: str) -> None:
    outside = write_pack(repository.parent / "elsewhere")
    write_project(repository, f'packs = ["{name}"]\n')
    assert _refused(repository) == (
        f'the pack "{outside}" lies outside the project ("{repository}"); move it into the '
        "repository, or install it as a "
        "distribution"
    )


def test_an_absolute_path_is_refused(repository: Path) -> None:
    outside = write_pack(repository.parent / "elsewhere")
    write_project(repository, f'packs = ["{outside.as_posix()}"]\n')
    assert f'the pack "{outside}" lies outside the project' in _refused(repository)


def test_a_link_out_of_the_project_is_refused(repository: Path) -> None:
    outside = write_pack(repository.parent / "elsewhere")
    write_project(repository, 'packs = ["rules"]\n')
    (repository / "rules").symlink_to(outside)
    assert _refused(repository) == (
        f'the pack "rules" lies outside the project ("{repository}"); move it into the repository, or install it as a '
        "distribution"
    )


@pytest.mark.parametrize("what", ["job-owner", "job-owner/rule.md", "pack.yaml"])
def test_a_part_of_a_pack_that_leads_out_is_refused(repository: Path, what: str) -> None:
    outside = write_pack(repository.parent / "elsewhere")
    pack = write_pack(repository / "rules")
    write_project(repository, 'packs = ["rules"]\n')
    target = pack / what
    if target.is_dir():
        (target / "rule.md").unlink()
        target.rmdir()
    else:
        target.unlink()
    target.symlink_to(outside / what)
    shown = "rules/job-owner/rule.md" if what == "job-owner" else f"rules/{what}"
    assert _refused(repository) == f'"{shown}" of the pack "acme" lies outside "{repository}"'


def test_a_link_is_followed_anew_although_the_pack_was_kept(repository: Path) -> None:
    outside = write_pack(repository.parent / "elsewhere")
    pack = write_pack(repository / "rules")
    write_project(repository, 'packs = ["rules"]\nselect = ["job-owner"]\n')
    assert _found(repository)
    page = pack / "job-owner" / "rule.md"
    times = (page.stat().st_atime_ns, page.stat().st_mtime_ns)
    page.unlink()
    page.symlink_to(outside / "job-owner" / "rule.md")
    os.utime(outside / "job-owner" / "rule.md", ns=times)
    assert _refused(repository) == f'"rules/job-owner/rule.md" of the pack "acme" lies outside "{repository}"'


def test_without_a_repository_a_pack_lies_below_the_configuration(repository: Path) -> None:
    write_pack(repository / "rules")
    write(repository / "project" / "floe-lint.toml", 'packs = ["../rules"]\n')
    write(repository / "project" / "floe.yaml", FLOE)
    assert _refused(repository / "project") == (
        f'the pack "rules" lies outside the project ("{repository / "project"}"); move it into the '
        "repository, or install "
        "it as a distribution"
    )


def test_python_needs_permission(repository: Path) -> None:
    pack = write_pack(repository / "rules")
    write_rule(pack, "seen", "", PYTHON)
    write_project(repository, 'packs = ["rules"]\nselect = ["seen"]\n')
    expected = (
        'the pack "acme" holds Python ("rules/seen/seen.py"), which the configuration does not '
        "allow; read it, then set "
        'allow-python = ["acme"]'
    )
    assert _refused(repository) == expected
    write(repository / "floe-lint.toml", 'packs = ["rules"]\nselect = ["seen"]\nallow-python = ["acme"]\n')
    assert _found(repository) == [("seen", 1, "seen")]
    write(repository / "floe-lint.toml", 'packs = ["rules"]\nselect = ["seen"]\nallow-python = ["other"]\n')
    assert _refused(repository) == expected, "what was compiled and kept before must not run"


def test_python_that_is_refused_never_runs(repository: Path) -> None:
    pack = write_pack(repository / "rules")
    write_rule(
        pack, "seen", "", f"open({str(repository / 'ran')!r}, 'w').close()\n\n\ndef check(project):\n    return ()\n"
    )
    write_project(repository, 'packs = ["rules"]\nignore = ["seen"]\n')
    assert "holds Python" in _refused(repository)
    assert not (repository / "ran").exists()


def test_a_rule_of_floe_lint_cannot_be_replaced(repository: Path) -> None:
    write_pack(repository / "rules", rule="literal-credential")
    write_project(repository, 'packs = ["rules"]\n')
    assert _refused(repository) == (
        'rules/literal-credential/rule.md: there is a rule "literal-credential" of the pack "floe" '
        "already; packs may add "
        "rules, not replace them"
    )


def test_rules_of_two_packs_differ(repository: Path) -> None:
    write_pack(repository / "one", name="one")
    write_pack(repository / "two", name="two")
    write_project(repository, 'packs = ["one", "two"]\n')
    assert _refused(repository) == (
        'two/job-owner/rule.md: there is a rule "job-owner" of the pack "one" already; packs may add '
        "rules, not replace "
        "them"
    )


@pytest.mark.parametrize(("name", "other"), [("floe", "the built-in rules"), ("one", 'the one in "one"')])
def test_names_of_packs_differ(repository: Path, name: str, other: str) -> None:
    write_pack(repository / "one", name="one")
    write_pack(repository / "two", name=name, rule="other")
    write_project(repository, 'packs = ["one", "two"]\n')
    assert _refused(repository) == f'the pack "two" is named "{name}" like {other}; name it otherwise'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: Acme\n", '"name" must be lower-case words joined by "-"'),
        ("documentation: x\n", '"name" must be lower-case words joined by "-"'),
        ("name: acme\nrules: x\n", '"rules" is not a key of a pack; the keys are documentation, name, profiles'),
        ("- acme\n", "the front matter must be a mapping"),
    ],
)
def test_pack_yaml_is_checked(repository: Path, text: str, message: str) -> None:
    pack = write_pack(repository / "rules")
    write(pack / "pack.yaml", text)
    write_project(repository, 'packs = ["rules"]\n')
    assert _refused(repository) == f"{pack / 'pack.yaml'}: {message}"


def test_a_folder_that_is_no_pack_is_refused(repository: Path) -> None:
    write_project(repository, 'packs = ["rules"]\n')
    assert _refused(repository) == 'the pack "rules" does not exist'
    (repository / "rules").mkdir()
    assert _refused(repository) == 'the pack "rules" has no pack.yaml'


@pytest.mark.parametrize(
    ("front", "message"),
    [
        (OWNER + "selects: x\n", "unknown front matter key 'selects'"),
        ("select: jobs\n", 'a policy needs "select", "condition" and "message" as text; "condition" is missing'),
        (OWNER + "forbid: {}\n", 'a rule with a "condition" takes neither Python nor "forbid" patterns'),
        ("tags: [a]\n", 'the rule has no "job_owner.py", no "forbid" patterns and no "condition"'),
        ("tags: x\n" + OWNER, '"tags" must be a list of words'),
        (
            OWNER + "options: {x: {type: int}}\n",
            'option "x" needs a "type", one of text, texts, number, boolean, pattern, time, zone',
        ),
        (OWNER + "options: {x: {type: number}}\n", 'option "x" needs a "description"'),
        (
            OWNER + "options: {x: {type: number, description: d, default: y}}\n",
            'the default of option "x" must be a number',
        ),
    ],
)
def test_front_matter_is_checked(repository: Path, front: str, message: str) -> None:
    pack = write_pack(repository / "rules", front=front)
    write_project(repository, 'packs = ["rules"]\n')
    assert _refused(repository) == f"{pack / 'job-owner' / 'rule.md'}: {message}"


def test_a_pattern_that_takes_forever_is_refused(repository: Path) -> None:
    front = """\
forbid:
  rank: 1
  message: '"{text}" in {where}'
  patterns:
    - {name: endless, keywords: aaa, regex: '(a+)+$', "true": aaa, "false": b}
"""
    write_pack(repository / "rules", front=front)
    write_project(repository, 'packs = ["rules"]\n')
    assert _refused(repository) == (
        'rules/job-owner/rule.md: the pattern "endless" repeats a repeat, which can take forever'
    )


def test_a_change_of_a_pack_is_seen(repository: Path) -> None:
    pack = write_pack(repository / "rules")
    write_project(repository, 'packs = ["rules"]\nselect = ["job-owner"]\n')
    assert _found(repository)
    write_rule(pack, "job-owner", OWNER.replace("has no owner", "belongs to nobody"))
    assert _found(repository) == [("job-owner", 6, 'job "refresh" belongs to nobody')]
