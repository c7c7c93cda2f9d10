"""Where the settings go: a table in pyproject.toml where there is one, else floe-lint.toml."""

from __future__ import annotations

import os

from floe_lint.adoption.change import FileChange, line_end_of, read_text
from floe_lint.settings.configuration import FILE_NAME, read_configuration

_KEYS = """\
# All settings: https://floe-lint.dev/reference/configuration
fail-on = "error"
"""


def plan_settings(folder: str, baseline: str | None) -> FileChange | None:
    """Settings for a folder, or ``None`` where it has some already. Raises ``ConfigurationError``, ``OSError``."""
    own = os.path.join(folder, FILE_NAME)
    pyproject = os.path.join(folder, "pyproject.toml")
    keys = _KEYS + (f'baseline = "{baseline}"\n' if baseline is not None else "")
    if os.path.lexists(own):
        read_configuration(own)
        return None
    text = read_text(pyproject)
    if text is None:
        return FileChange(own, None, keys)
    if read_configuration(pyproject).path is not None:
        return None
    end = line_end_of(text)
    gap = "" if not text else end if text.endswith(("\n", "\r")) else end * 2
    return FileChange(pyproject, text, text + gap + f"[tool.floe-lint]\n{keys}".replace("\n", end))
