"""Writes the table of Dagster's public names: ``python scripts/dagster_exports.py``, beside the Dagster to mirror."""

from __future__ import annotations

import pkgutil
import textwrap
from pathlib import Path

import dagster

TABLE = Path(__file__).resolve().parent.parent / "floe_lint" / "dagster" / "exports.py"
_OPENING = '''\
"""What ``import dagster`` offers by name, in {version}; made by ``scripts/dagster_exports.py``."""

from __future__ import annotations

VERSION = "{version}"

EXPORTS = frozenset(
    """
{names}
""".split()
)
"""Its public names and the modules that lie in it."""
'''


def table() -> str:
    """The text of the module that holds the table."""
    modules = {module.name for module in pkgutil.iter_modules(dagster.__path__)}
    names = sorted(name for name in {*dir(dagster), *modules} if not name.startswith("_"))
    return _OPENING.format(version=dagster.__version__, names=textwrap.fill(" ".join(names), 118))


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
