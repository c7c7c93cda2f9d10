"""What is wrong with a baseline as a whole."""

from __future__ import annotations


class BaselineError(Exception):
    """A baseline that cannot be used; the message names the file and the line."""
