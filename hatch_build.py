"""The addresses in the metadata of the package."""

from __future__ import annotations

import os
import runpy
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """Takes the URLs from ``floe_lint/addresses.py``, which is run by its path: nothing is installed during a build."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the addresses that there are."""
        addresses = runpy.run_path(os.path.join(self.root, "floe_lint", "addresses.py"))
        urls = {"Documentation": addresses["SITE"], "Source": addresses["REPOSITORY"]}
        metadata["urls"] = {label: address for label, address in urls.items() if address}
