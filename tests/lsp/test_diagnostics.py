"""What an editor shows while someone types."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from tests.lsp.client import Editor, Shown, editor
from tests.lsp.conftest import ASSETS, FLOE, PLATFORM, write_project

MISSPELT = FLOE.replace("job: vacuum", "job: vacum")
NOT_FOUND = Shown(
    20,
    11,
    16,
    "error",
    "job-not-found",
    'schedule "nightly" runs job "vacum", which is not defined; did you mean "vacuum"?',
)


def test_a_clean_project_shows_nothing(there: Editor, floe: Path) -> None:
    assert there.open(floe) == []


def test_an_unsaved_mistake_is_shown_and_goes(there: Editor, floe: Path) -> None:
    there.open(floe)
    assert there.change(floe, MISSPELT) == [NOT_FOUND]
    assert floe.read_text() == FLOE
    assert there.change(floe, FLOE) == []


def test_a_diagnostic_says_everything_that_the_finding_does(there: Editor, floe: Path) -> None:
    there.open(floe, FLOE.replace("version:", "name: twice\nversion:"))
    (found,) = there.raw(floe)
    assert found.code == "duplicate-key"
    assert found.source == "floe"
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.code_description is None
    assert found.related_information is not None
    (related,) = found.related_information
    assert related.location.uri == there.uri(floe)
    assert related.location.range == types.Range(types.Position(0, 0), types.Position(0, 4))


def test_what_a_safe_fix_takes_out_is_faded(there: Editor, floe: Path) -> None:
    there.open(floe, FLOE.replace("job: vacuum", "job: vacuum  # floe: ignore[job-not-found] for the test"))
    (found,) = there.raw(floe)
    assert (found.code, found.tags) == ("unused-ignore", (types.DiagnosticTag.Unnecessary,))


def test_columns_are_utf_16(there: Editor, floe: Path) -> None:
    daily = 'daily: {description: "\U0001f600é", job: vacum, cron_schedule: "0 1 * * *"}'
    text = FLOE.replace("  schedules:", f"  schedules:\n    {daily}")
    wide = next(one for one in there.open(floe, text) if one.code == "job-not-found")
    line = text.splitlines()[wide.line].encode("utf-16-le")
    assert line[wide.start * 2 : wide.end * 2].decode("utf-16-le") == "vacum"


def test_columns_are_what_the_editor_asks_for(floe: Path) -> None:
    text = FLOE.replace("      job: vacuum", '      description: "ok"\n      job: vacum')
    text = text.replace('description: "ok"\n      job: vacum', '? "\U0001f600é"\n      : x\n      job: vacum')
    with editor(floe.parent, [types.PositionEncodingKind.Utf8]) as there:
        assert there.capabilities is not None
        assert there.capabilities.position_encoding == types.PositionEncodingKind.Utf8
        found = there.open(floe, text)
    keys = [one for one in found if one.code == "unknown-key"]
    assert [(one.start, one.end) for one in keys] == [(8, 16)]


def test_a_separator_of_unicode_ends_no_line(there: Editor, floe: Path) -> None:
    text = MISSPELT.replace("Refreshes everything.", '"Refreshes\u2028        every\x85        thing."')
    there.open(floe)
    assert there.change(floe, text) == [NOT_FOUND]


def test_unsaved_platform_yaml_counts(there: Editor, floe: Path) -> None:
    there.open(floe, FLOE.replace("storage: default", "storage: archive"))
    platform = floe.parent / "platform.yaml"
    assert there.open(platform) == []
    there.type(platform, PLATFORM.replace("  archive:", "  archives:"))
    there.until(
        floe,
        [
            Shown(
                2,
                9,
                16,
                "error",
                "profile-not-found",
                'storage profile "archive" is not defined in platform.yaml; did you mean "archives"?',
            )
        ],
    )


def test_platform_yaml_alone_is_linted_with_its_projects(there: Editor, floe: Path) -> None:
    platform = floe.parent / "platform.yaml"
    assert there.open(platform, PLATFORM.replace("type: local", "type: locale")) == [
        Shown(
            1,
            18,
            24,
            "error",
            "invalid-value",
            '"type" of storage profile "default" is "locale"; did you mean "local"?',
        )
    ]


def test_an_unsaved_module_counts(there: Editor, floe: Path) -> None:
    there.open(floe)
    module = floe.parent / "assets.py"
    there.open(module)
    there.type(module, ASSETS.replace("def gold_orders", "def golden_orders"))
    there.until(
        floe,
        [
            Shown(
                13,
                35,
                46,
                "warning",
                "selection-empty-term",
                'an item of the selection of job "refresh" selects nothing: no asset is called "gold_orders"; '
                'did you mean "golden_orders"?',
            )
        ],
    )
    there.type(module, ASSETS)
    there.until(floe, [])


def test_a_file_that_is_saved_elsewhere_counts(there: Editor, floe: Path) -> None:
    there.open(floe, MISSPELT)
    (floe.parent / "assets.py").write_text(ASSETS.replace("bronze_orders", "bronze_order"))
    there.files_changed(floe.parent / "assets.py")
    there.until(floe, [NOT_FOUND])
    (floe.parent / "new.py").write_text("from assets import *\n")
    there.save(floe)
    assert there.change(floe, MISSPELT.replace("[assets]", "[assets, new]")) == [NOT_FOUND]


def test_closing_a_file_clears_what_it_shows(there: Editor, floe: Path) -> None:
    there.open(floe, MISSPELT)
    there.close(floe)
    there.until(floe, [])
    assert there.open(floe) == []


def test_several_projects_do_not_disturb_each_other(tmp_path: Path) -> None:
    first, second = write_project(tmp_path / "all" / "one"), write_project(tmp_path / "all" / "two")
    with editor(tmp_path / "all") as there:
        assert there.open(first, MISSPELT) == [NOT_FOUND]
        assert there.open(second) == []
        assert there.change(second, MISSPELT) == [NOT_FOUND]
        assert there.change(first, FLOE) == []
        assert there.diagnostics(second) == [NOT_FOUND]


def test_projects_that_share_a_platform_yaml_show_its_defects_once(tmp_path: Path) -> None:
    root = tmp_path / "all"
    for name in ("one", "two"):
        write_project(root / name)
        (root / name / "platform.yaml").unlink()
        (root / name / "pyproject.toml").unlink()
    (root / "pyproject.toml").write_text("")
    platform = root / "platform.yaml"
    platform.write_text(PLATFORM)
    with editor(root) as there:
        for name in ("one", "two"):
            assert there.open(root / name / "floe.yaml") == []
        there.open(platform)
        there.type(platform, PLATFORM.replace("storage_ref", "storage_reff"))
        unknown = Shown(
            4,
            11,
            23,
            "error",
            "unknown-key",
            '"storage_reff" is not a key of layer "bronze"; did you mean "storage_ref"?',
        )
        there.until(platform, [unknown])
        there.type(platform, PLATFORM)
        there.until(platform, [])


def test_broken_text_is_told_and_survived(there: Editor, floe: Path) -> None:
    there.open(floe)
    assert [one.code for one in there.change(floe, FLOE.replace("    refresh:", "    refresh"))] == ["yaml-syntax"]
    assert [one.code for one in there.change(floe, "\x00")] == ["yaml-syntax"]
    assert [one.code for one in there.change(floe, "")] == ["missing-key"]
    assert there.change(floe, FLOE) == []


def test_every_keystroke_of_a_file_is_survived(there: Editor, floe: Path) -> None:
    there.open(floe, "")
    for end in range(0, len(FLOE), 7):
        there.type(floe, FLOE[:end])
        there.complete(floe, *_end(FLOE[:end]))
    assert there.change(floe, FLOE) == []


def _end(text: str) -> tuple[int, int]:
    return text.count("\n"), len(text) - (text.rfind("\n") + 1)


def test_settings_that_cannot_be_followed_are_shown_on_the_file(there: Editor, floe: Path) -> None:
    (floe.parent / "pyproject.toml").write_text("[tool.floe-lint]\nselects = []\n")
    settings = floe.parent / "pyproject.toml"
    assert there.open(floe) == [
        Shown(0, 0, 0, "error", "None", f'{settings}: "selects" is not a setting; did you mean "select"?')
    ]


def test_hidden_infos_are_hints_unless_they_are_asked_for(there: Editor, floe: Path) -> None:
    text = FLOE.replace("job: vacuum", "job: refresh").replace("asset_modules: [assets]", "asset_modules: [assets]")
    found = there.open(floe, text)
    assert [(one.severity, one.code) for one in found] == [("hint", "partition-selector-missing")]
    (floe.parent / "pyproject.toml").write_text("[tool.floe-lint]\nshow-info = true\n")
    there.save(floe)
    found = there.change(floe, text + "\n")
    assert [(one.severity, one.code) for one in found] == [("information", "partition-selector-missing")]
