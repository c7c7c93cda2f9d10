"""``.floe/compiled_artifacts.json``: a verdict that holds as long as nothing it was reached from has changed."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from floe_lint import __version__
from floe_lint.api import builtin_rules
from floe_lint.disk.atomic_write import write_atomically
from floe_lint.project.project import Project

FORMAT = "floe-artifacts/1"
NAME = "compiled_artifacts.json"


def artifact_path(folder: Path) -> Path:
    """Where the artifact of a project lies."""
    return folder / ".floe" / NAME


def write_artifact(project: Project, environment: Mapping[str, str], *, waived: bool) -> Path:
    """Record that a project is valid, with digests of everything the verdict depends on. Holds no secret.

    A verdict that a waiver took part in (``waived``) vouches for nothing: it ends by itself.

    The record is signed with a key that only this user has: what somebody else wrote, or what was changed, is
    not believed.
    """
    folder = Path(project.files.folder)
    path = artifact_path(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": __version__,
        "project": _resolved(project),
        "inputs": digests(project.files.inputs(), folder),
        "environment": _environment_digest(project, environment),
        "rules": rules_digest(),
        "waived": waived,
    }
    content["signature"] = _signature(content)
    write_atomically(str(path), json.dumps(content, indent=2, sort_keys=True) + "\n")
    return path


def holds(project: Project, environment: Mapping[str, str]) -> bool:
    """Whether the artifact vouches for the project as it is now.

    Every file it was made from is unchanged, and the project reads no file that it does not know.
    """
    folder = Path(project.files.folder)
    try:
        content = json.loads(artifact_path(folder).read_text(encoding="utf-8"))
        signature = content.pop("signature")
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False
    if not isinstance(signature, str) or not hmac.compare_digest(signature, _signature(content)):
        return False
    recorded = content.get("inputs")
    if not isinstance(recorded, dict) or project.floe.root is None:
        return False
    # Reading the assets shows which files the project consists of now.
    _ = project.catalog
    current = {_relative(read, folder) for read in project.files.inputs()}
    return bool(
        content.get("format") == FORMAT
        and content.get("version") == __version__
        and content.get("waived") is False
        and content.get("rules") == rules_digest()
        and content.get("environment") == _environment_digest(project, environment)
        and current <= recorded.keys()
        and recorded == digests((os.path.join(folder, name) for name in recorded), folder)
    )


def digests(paths: Iterable[str], folder: Path) -> dict[str, str]:
    """SHA-256 by path relative to the project; a file that is not there has the digest ``absent``."""
    found = {}
    for path in paths:
        name = _relative(path, folder)
        try:
            found[name] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        except OSError:
            found[name] = "absent"
    return found


def _relative(path: str, folder: Path) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def rules_digest() -> str:
    """A digest of the built-in rules, code included."""
    digest = hashlib.sha256()
    for rule in builtin_rules():
        for path in (os.path.join(rule.folder, "rule.md"), rule.code):
            if path is not None:
                digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def _environment_digest(project: Project, environment: Mapping[str, str]) -> str:
    """A digest of the values that the project takes from the environment, keyed, so that no value can be guessed."""
    return _signature({name: environment.get(name) for name in project.variables})


def _resolved(project: Project) -> dict[str, Any]:
    """What the project declares, as it is written: variables stay references, so no value of one is stored."""
    assets = [
        {"key": asset.key, "group": asset.group, "origin": asset.origin, "partitions": asset.partitions}
        for asset in project.catalog.assets
    ]
    jobs = {
        name: sorted(asset.key for asset in project.selected.assets(name))
        for name, job in project.declarations.jobs.items()
        if job.type == "batch"
    }
    return {
        "name": project.floe_file.name,
        "version": project.floe_file.version,
        "assets": assets,
        "jobs": jobs,
        "schedules": sorted(project.declarations.schedules),
        "sensors": sorted(project.declarations.sensors),
    }


def _signature(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True).encode()
    return hmac.new(_key(), text, hashlib.sha256).hexdigest()


def _key() -> bytes:
    """This user's key, made on first use. Where none can be kept, nothing that is signed can be verified later."""
    base = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    path = Path(base) / "floe-lint" / "artifact.key"
    try:
        return path.read_bytes()
    except OSError:
        pass
    key = secrets.token_bytes(32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
    except FileExistsError:
        return path.read_bytes()
    except OSError:
        return key
    return key
