"""Remembering, across processes, that an endpoint did not answer."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from floe_dagster.observability.quiet import log, quietly
from floe_dagster.platform_profile import host_of

REST_SECONDS = 60.0
"""How long an endpoint that failed is left alone; its data goes to the files meanwhile."""


class Breaker:
    """Says whether an endpoint is worth trying.

    The steps of a run may be one process each: without a common memory every one of them would wait for the
    same dead collector when it ends. The memory is the age of a marker file in ``directory``.
    """

    def __init__(self, endpoint: str, directory: Path) -> None:
        digest = hashlib.sha256(endpoint.encode()).hexdigest()[:12]
        self._marker = directory / f".unreachable-{digest}"
        self._host, self._directory = host_of(endpoint), directory

    def is_open(self) -> bool:
        """Whether the endpoint failed within the last minute."""
        try:
            return 0 <= time.time() - self._marker.stat().st_mtime < REST_SECONDS
        except OSError:
            return False

    def trip(self) -> None:
        """Remember a failure, and tell once."""
        if not self.is_open():
            log.warning("%s does not answer; what is meant for it goes to %s", self._host, self._directory)
        with quietly("mark an unreachable endpoint"):
            self._marker.parent.mkdir(parents=True, exist_ok=True)
            self._marker.touch()
