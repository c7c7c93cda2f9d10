"""Trying again after a conflict with another writer."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
ATTEMPTS = 12


def is_conflict(error: BaseException) -> bool:
    """Whether another process won and nothing of ours was committed, so that a second try is safe.

    A commit whose outcome is unknown is no conflict: repeating an append could write its rows twice.
    """
    from pyiceberg.exceptions import CommitFailedException, ValidationException
    from sqlalchemy.exc import IntegrityError, OperationalError

    if isinstance(error, CommitFailedException | ValidationException | IntegrityError):
        return True
    if isinstance(error, OperationalError):
        text = str(error.orig)
        return "locked" in text or "already exists" in text
    return False


def retrying(operation: Callable[[], T]) -> T:
    """Run ``operation`` again, after a short random pause, as long as it loses against another writer.

    Raises:
        The last conflict, after 12 attempts (about 10 s); anything else at once.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return operation()
        except Exception as error:
            if attempt == ATTEMPTS or not is_conflict(error):
                raise
            time.sleep(random.uniform(0.2, 1.0) * min(2.0, 0.05 * 2**attempt))
    raise AssertionError("unreachable")
