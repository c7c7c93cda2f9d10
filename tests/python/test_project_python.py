"""Which newer Python a project says that it runs on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from floe_lint.python.project_python import newer_python


@pytest.mark.parametrize(
    ("files", "newer"),
    [
        ({}, None),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.10"\n'}, None),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.10,<3.99"\n'}, None),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.98"\n'}, "3.98"),
        ({"pyproject.toml": '[project]\nrequires-python = "~=3.98"\n'}, "3.98"),
        ({"pyproject.toml": '[project]\nrequires-python = "<4, >= 3.98.1"\n'}, "3.98"),
        ({"pyproject.toml": '[project]\nrequires-python = "==3.98.*"\n'}, "3.98"),
        ({".python-version": "3.98.1\n"}, "3.98"),
        ({".python-version": "# uv\ncpython-3.98\n"}, "3.98"),
        ({".python-version": "3.9\n"}, None),
        ({".python-version": "system\n", "pyproject.toml": "requires-python = '>=3.98'\n"}, "3.98"),
    ],
)
def test_what_the_project_says(files: Mapping[str, str], newer: str | None, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "shop").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert newer_python(str(tmp_path / "shop" / "bronze.py")) == newer
