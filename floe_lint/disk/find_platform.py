"""Where the platform.yaml of a project is."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

PLATFORM_NAMES = ("platform.yaml", "platform.yml")


def find_platform(folders: Sequence[str], environment: Mapping[str, str], is_file: Callable[[str], bool]) -> str | None:
    """The platform.yaml for the floe.yaml in the first of ``folders``; ``None`` where there is none.

    It is what ``FLOE_PLATFORM_FILE`` names, there or not; else the nearest one in the folders; else
    ``platform/$FLOE_PLATFORM_ENV/platform.yaml`` in the nearest of them that has it.
    """
    named = environment.get("FLOE_PLATFORM_FILE")
    if named:
        return named
    chosen = environment.get("FLOE_PLATFORM_ENV")
    candidates = [os.path.join(folder, name) for folder in folders for name in PLATFORM_NAMES]
    if chosen:
        candidates += [os.path.join(folder, "platform", chosen, PLATFORM_NAMES[0]) for folder in folders]
    return next((path for path in candidates if is_file(path)), None)


def new_platform(floe: str, environment: Mapping[str, str]) -> str:
    """Where a platform.yaml belongs that is not there yet: beside floe.yaml, or where it is named."""
    return environment.get("FLOE_PLATFORM_FILE") or os.path.join(os.path.dirname(floe), PLATFORM_NAMES[0])
