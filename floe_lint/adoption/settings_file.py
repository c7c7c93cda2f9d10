"""Where the settings go: a table in pyproject.toml where there is one, else floe-lint.toml."""

from __future__ import annotations

import os

from floe_lint.addresses import page
from floe_lint.adoption.change import FileChange, line_end_of, read_text
from floe_lint.settings.configuration import FILE_NAME, PYPROJECT
from floe_lint.settings.settings_files import SettingsFiles


def plan_settings(folder: str, baseline: str | None) -> FileChange | None:
    """Settings for a folder, or ``None`` where it has some already. Raises ``ConfigurationError``, ``OSError``."""
    own = os.path.join(folder, FILE_NAME)
    pyproject = os.path.join(folder, PYPROJECT)
    keys = f"# All settings: {page('reference/configuration') or 'floe schema configuration'}\n" + 'fail-on = "error"\n'
    if baseline is not None:
        keys += f'baseline = "{baseline}"\n'
    if os.path.lexists(own):
        SettingsFiles().read(own)
        return None
    text = read_text(pyproject)
    if text is None:
        return FileChange(own, None, keys)
    if SettingsFiles().read(pyproject).path is not None:
        return None
    end = line_end_of(text)
    gap = "" if not text else end if text.endswith(("\n", "\r")) else end * 2
    return FileChange(pyproject, text, text + gap + f"[tool.floe-lint]\n{keys}".replace("\n", end))
