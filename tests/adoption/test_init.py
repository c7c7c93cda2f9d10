"""``floe init``: what it changes, and that it shows each change before."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from floe_lint.adoption.change import FileChange, Obstacle, difference
from floe_lint.adoption.pre_commit import hook_entry, plan_hook
from floe_lint.cli.init_command import init
from floe_lint.json_schema import json_schema
from floe_lint.settings.settings_files import SettingsFiles

FLOE = 'name: shop\nversion: "1.0.0"\n'
HOOK = "".join(f"{line}\n" for line in hook_entry())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git/" not in path.as_posix()
    }


def test_an_empty_folder_gets_a_project_without_errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(".", yes=True, hook=True, baseline=False) == 0
    out = capsys.readouterr().out
    assert out.endswith(
        "Wrote floe.yaml, floe.schema.json, floe-lint.toml, .gitignore, .pre-commit-config.yaml.\n"
        "To have the hook run: pre-commit install\n"
    )
    written = _files(folder)
    assert sorted(written) == [
        ".gitignore",
        ".pre-commit-config.yaml",
        "floe-lint.toml",
        "floe.schema.json",
        "floe.yaml",
    ]
    assert written["floe.yaml"].startswith(b"# yaml-language-server: $schema=floe.schema.json\n")
    assert json.loads(written["floe.schema.json"]) == json_schema("floe")
    from floe_lint import lint

    assert lint("floe.yaml").findings == ()
    assert init(".", yes=True, hook=True, baseline=False) == 0
    assert capsys.readouterr().out == "Nothing to do: this folder is set up.\n"


def test_without_an_answer_nothing_is_written_and_everything_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "floe.yaml").write_text(FLOE)
    before = _files(folder)
    assert init(".", yes=False, hook=False, baseline=False) == 0
    assert _files(folder) == before
    assert capsys.readouterr().out == (
        "--- a/floe.yaml\n"
        "+++ b/floe.yaml\n"
        "@@ -1,2 +1,3 @@\n"
        "+# yaml-language-server: $schema=floe.schema.json\n"
        " name: shop\n"
        ' version: "1.0.0"\n'
        'New: floe.schema.json, the JSON Schema that "floe schema floe" prints\n'
        "--- /dev/null\n"
        "+++ b/floe-lint.toml\n"
        "@@ -0,0 +1,2 @@\n"
        "+# All settings: floe schema configuration\n"
        '+fail-on = "error"\n'
        "--- /dev/null\n"
        "+++ b/.gitignore\n"
        "@@ -0,0 +1 @@\n"
        "+.floe/\n"
        "Nothing was written. To write these 4 files: floe init --yes\n"
    )


def test_an_existing_pyproject_keeps_every_byte(folder: Path) -> None:
    own = b'# ours\r\n[project]\r\nname = "x"   # spaced\r\n\r\n[tool.other]\r\na=1'
    (folder / "pyproject.toml").write_bytes(own)
    (folder / "floe.yaml").write_text(FLOE)
    assert init(".", yes=True, hook=False, baseline=True) == 0
    text = (folder / "pyproject.toml").read_bytes()
    assert text.startswith(own + b"\r\n\r\n[tool.floe-lint]\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    settings = SettingsFiles().read("pyproject.toml")
    assert (settings.fail_on, settings.baseline) == ("error", "floe-baseline.txt")


def test_a_byte_order_mark_stays_first(folder: Path) -> None:
    (folder / "floe.yaml").write_bytes(b"\xef\xbb\xbf" + FLOE.encode())
    init(".", yes=True, hook=False, baseline=False)
    assert (folder / "floe.yaml").read_bytes() == (
        b"\xef\xbb\xbf# yaml-language-server: $schema=floe.schema.json\n" + FLOE.encode()
    )


def test_every_project_points_to_the_schemas_of_the_folder(folder: Path) -> None:
    for path in ("pipelines/sales/floe.yaml", "pipelines/sales/platform.yaml", "floe.yaml"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(FLOE)
    assert init(".", yes=True, hook=False, baseline=False) == 0
    lines = {
        path: (folder / path).read_text().splitlines()[0].partition("$schema=")[2]
        for path in ("pipelines/sales/floe.yaml", "pipelines/sales/platform.yaml", "floe.yaml")
    }
    assert lines == {
        "pipelines/sales/floe.yaml": "../../floe.schema.json",
        "pipelines/sales/platform.yaml": "../../platform.schema.json",
        "floe.yaml": "floe.schema.json",
    }
    for path, schema in lines.items():
        assert json.loads((folder / path).parent.joinpath(schema).read_text())["title"] == Path(path).name


@pytest.mark.usefixtures("folder")
def test_git_does_not_ignore_the_schema() -> None:
    assert init(".", yes=True, hook=False, baseline=False) == 0
    command = ["git", "ls-files", "--others", "--exclude-standard"]
    assert "floe.schema.json" in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_an_older_schema_is_renewed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(".", yes=True, hook=False, baseline=False)
    new = (folder / "floe.schema.json").read_bytes()
    (folder / "floe.schema.json").write_text("{}\n")
    capsys.readouterr()
    assert init(".", yes=True, hook=False, baseline=False) == 0
    assert capsys.readouterr().out == (
        'Renewed: floe.schema.json, the JSON Schema that "floe schema floe" prints\nWrote floe.schema.json.\n'
    )
    assert (folder / "floe.schema.json").read_bytes() == new
    (folder / "floe.schema.json").write_bytes(new.replace(b"\n", b"\r\n"))
    assert init(".", yes=True, hook=False, baseline=False) == 0
    assert capsys.readouterr().out == "Nothing to do: this folder is set up.\n"


def test_a_schema_line_of_the_users_own_needs_no_file(folder: Path) -> None:
    (folder / "floe.yaml").write_text(f"# yaml-language-server: $schema=own.json\n{FLOE}")
    assert init(".", yes=True, hook=False, baseline=False) == 0
    assert sorted(_files(folder)) == [".gitignore", "floe-lint.toml", "floe.yaml"]


@pytest.mark.parametrize("text", ["[tool.floe-lint\n", "[tool.floe-lint]\nselct = []\n"])
def test_settings_that_cannot_be_read_stop_everything(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (folder / "pyproject.toml").write_text(text + "# floe-lint\n")
    before = _files(folder)
    assert init(".", yes=True, hook=True, baseline=False) == 2
    assert capsys.readouterr().err.startswith("floe init: ./pyproject.toml")
    assert _files(folder) == before


def test_a_folder_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init("nowhere", yes=True, hook=True, baseline=False) == 2
    assert capsys.readouterr().err == 'floe init: "nowhere" is not a folder\n'
    assert _files(folder) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("repos:\n- repo: local\n  hooks: []\n", "repos:\n- repo: local\n  hooks: []\n{hook}"),
        ("repos:\n- repo: local\n  hooks: []", "repos:\n- repo: local\n  hooks: []\n{hook}"),
        (
            "# top\nrepos:\n  - repo: local  # ours\n    hooks: []\n# end\nci: x\n",
            "# top\nrepos:\n  - repo: local  # ours\n    hooks: []\n{indented}# end\nci: x\n",
        ),
        ("repos:\r\n- repo: local\r\n  hooks: []\r\n", None),
    ],
)
def test_the_hook_comes_after_the_others(folder: Path, before: str, after: str | None) -> None:
    path = folder / ".pre-commit-config.yaml"
    path.write_bytes(before.encode())
    change = plan_hook(".")
    assert isinstance(change, FileChange)
    indented = "".join(f"  {line}\n" for line in HOOK.splitlines())
    wanted = before + HOOK.replace("\n", "\r\n") if after is None else after.format(hook=HOOK, indented=indented)
    assert change.after == wanted
    assert [hook["id"] for hook in yaml.safe_load(change.after)["repos"][-1]["hooks"]] == ["floe-lint"]
    path.write_bytes(change.after.encode())
    assert plan_hook(".") is None


@pytest.mark.parametrize(
    "text", ["repos: []\n", "repos: [{repo: local, hooks: []}]\n", "x: 1\n", "repos: 5\n", "repos: {a: b}\n", "a: [\n"]
)
def test_a_form_that_cannot_be_added_to_is_left_alone(folder: Path, text: str) -> None:
    (folder / ".pre-commit-config.yaml").write_text(text)
    plan = plan_hook(".")
    assert isinstance(plan, Obstacle)
    assert plan.message.endswith(f"; add this by hand:\n{HOOK}".rstrip("\n"))


@pytest.mark.parametrize("hook", ["floe-lint", "floe-lint-files"])
def test_a_hook_that_is_there_stays_wherever_it_comes_from(folder: Path, hook: str) -> None:
    text = f"repos:\n- repo: https://git.example/mirror\n  rev: v1\n  hooks:\n  - id: {hook}\n"
    (folder / ".pre-commit-config.yaml").write_text(text)
    assert plan_hook(".") is None


def test_hooks_that_pre_commit_would_refuse_are_none_of_ours(folder: Path) -> None:
    text = "repos:\n- 1\n- repo: local\n  hooks: 5\n- repo: local\n  hooks:\n  - floe-lint\n  - id: [floe-lint]\n"
    (folder / ".pre-commit-config.yaml").write_text(text)
    change = plan_hook(".")
    assert isinstance(change, FileChange)
    assert change.after == text + HOOK


def test_a_difference_without_a_last_line_end_can_be_applied(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a\nb")
    patch = difference(FileChange("x", "a\nb", "a\nc"))
    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "x").read_text() == "a\nc"
