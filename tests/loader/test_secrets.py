"""Secrets are found by reference, and never shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from floe_dagster.secrets import (
    SecretError,
    expand_variables,
    resolve_references,
    resolve_secret,
    resolve_secret_fields,
)

PAIR = ("access_key_id", "secret_access_key")


@pytest.fixture(autouse=True)
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLOE_SECRETS_DIR", str(tmp_path))
    return tmp_path


def test_order_of_places(mounted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (mounted / "lake-key").write_text("from file\r\n")
    assert resolve_secret("lake-key") == "from file"
    monkeypatch.setenv("LAKE_KEY", "")
    assert resolve_secret("lake-key") == "from file"
    monkeypatch.setenv("LAKE_KEY", "from upper case")
    assert resolve_secret("lake-key") == "from upper case"
    monkeypatch.setenv("lake-key", "as written")
    assert resolve_secret("lake-key") == "as written"


def test_only_one_line_end_is_dropped(mounted: Path) -> None:
    (mounted / "key").write_text(" two lines\n\n")
    assert resolve_secret("key") == " two lines\n"


def test_a_missing_secret_says_where_it_was_looked_for(mounted: Path) -> None:
    with pytest.raises(SecretError) as caught:
        resolve_secret("lake-key")
    assert str(caught.value) == (
        'secret "lake-key" was not found: set the environment variable lake-key or LAKE_KEY, '
        f"or mount the file {mounted}/lake-key or /run/secrets/lake-key"
    )


@pytest.mark.parametrize("name", ["../passwd", "/etc/passwd", "a/../b", "a b", "", "hunter2!", "a//b", "."])
def test_names_cannot_leave_the_folder_and_are_not_repeated(name: str, mounted: Path) -> None:
    (mounted.parent / "passwd").write_text("root")
    with pytest.raises(SecretError) as caught:
        resolve_secret(name)
    assert str(caught.value) == (
        "a secret_ref is not the name of a secret; a name has letters, digits, '-', '_', '.' and '/' only"
    )


def test_an_unreadable_file(mounted: Path) -> None:
    (mounted / "key").write_bytes(b"\xff\xfe")
    with pytest.raises(SecretError, match=r'^secret "key": the file .*key cannot be read: it is not UTF-8 text$'):
        resolve_secret("key")


@pytest.mark.parametrize("value", ["id:s3:cr3t", json.dumps({"access_key_id": "id", "secret_access_key": "s3:cr3t"})])
def test_secrets_of_two_parts(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE", value)
    assert resolve_secret_fields("lake", PAIR) == {"access_key_id": "id", "secret_access_key": "s3:cr3t"}


def test_a_mounted_folder(mounted: Path) -> None:
    (mounted / "lake").mkdir()
    (mounted / "lake/access_key_id").write_text("id\n")
    (mounted / "lake/secret_access_key").write_text("s3cr3t\n")
    (mounted / "lake/..data").write_text("as kubernetes puts there")
    assert resolve_secret_fields("lake", PAIR) == {"access_key_id": "id", "secret_access_key": "s3cr3t"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("hunter2", 'secret "lake" must hold "access_key_id:secret_access_key", a JSON object'),
        ("{hunter2", 'secret "lake" looks like JSON and is not valid JSON'),
    ],
)
def test_a_secret_of_the_wrong_shape_is_not_shown(value: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE", value)
    with pytest.raises(SecretError) as caught:
        resolve_secret_fields("lake", PAIR)
    assert str(caught.value).startswith(message)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${SET}", "value"),
        ("a ${SET}-${SET} b", "a value-value b"),
        ("${UNSET:postgresql://h:5432/d}", "postgresql://h:5432/d"),
        ("${UNSET:-x}", "x"),
        ("${EMPTY:-x}", "x"),
        ("${EMPTY:x}", ""),
        ("${UNSET:}", ""),
        ("$SET {SET}", "$SET {SET}"),
    ],
)
def test_variables(text: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SET", "value")
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.delenv("UNSET", raising=False)
    assert expand_variables(text) == expected


def test_a_variable_that_is_not_set() -> None:
    with pytest.raises(
        SecretError, match=r"^the environment variable NOT_SET_ANYWHERE is not set; platform.yaml needs"
    ):
        expand_variables("${NOT_SET_ANYWHERE}")


def test_references_in_plain_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "k")
    data: dict[str, Any] = {
        "key": {"secret_ref": "key"},
        "token_secret_ref": "key",
        "list": ["${KEY}", 1, None],
        "deep": {"er": {"secret_ref": "${NAME:key}"}},
    }
    assert resolve_references(data) == {"key": "k", "token": "k", "list": ["k", 1, None], "deep": {"er": "k"}}
