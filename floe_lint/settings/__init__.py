"""``floe-lint.toml`` and pyproject.toml, what they extend, and the packs that they name."""
