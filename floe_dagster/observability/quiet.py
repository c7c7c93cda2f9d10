"""Keeping trouble with traces and lineage away from the run."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger("floe.observability")


@contextmanager
def quietly(what: str) -> Iterator[None]:
    """Swallow any failure of the block; the reason is logged at debug level."""
    try:
        yield
    except Exception as error:
        log.debug("%s: %s: %s", what, type(error).__name__, error)
