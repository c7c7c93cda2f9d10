"""Profiles: named sets of rules and severities, as the ``pack.yaml`` files of the packs give them.

A profile that several packs define is the union of what they say.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from floe_lint.findings.finding import SEVERITIES
from floe_lint.settings.configuration import RECOMMENDED, Profile
from floe_lint.settings.pack_file import PACK_FILE, PackError, pack_settings


def known_profiles(folders: Sequence[str]) -> dict[str, Profile]:
    """The profiles of all packs, by name. Raises ``PackError``."""
    profiles = {RECOMMENDED.name: RECOMMENDED}
    for folder in folders:
        path = os.path.join(folder, PACK_FILE)
        for name, entry in _mapping(path, "profiles", pack_settings(folder).get("profiles")).items():
            given = _profile(path, name, entry)
            known = profiles.get(name, Profile(name))
            profiles[name] = Profile(name, known.select + given.select, {**known.severity, **given.severity})
    return profiles


def _profile(path: str, name: str, entry: Any) -> Profile:
    entry = _mapping(path, f"profiles.{name}", entry)
    unknown = set(entry) - {"select", "severity"}
    if unknown:
        raise PackError(f'{path}: "{min(unknown)}" is not a key of a profile; the keys are select, severity')
    select = entry.get("select", [])
    if not isinstance(select, list) or not all(isinstance(item, str) for item in select):
        raise PackError(f'{path}: "profiles.{name}.select" must be a list of rules')
    severity = _mapping(path, f"profiles.{name}.severity", entry.get("severity"))
    if not all(value in SEVERITIES for value in severity.values()):
        raise PackError(f'{path}: "profiles.{name}.severity" maps rules to {", ".join(SEVERITIES)}')
    return Profile(name, tuple(select), severity)


def _mapping(path: str, name: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise PackError(f'{path}: "{name}" must be a mapping')
    return value
