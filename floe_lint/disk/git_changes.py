"""Which projects a change in a git repository may have touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable

from floe_lint.kernel.records import NamedTuple

_SHARED = ("pyproject.toml", "floe-lint.toml", "floe-waivers.yaml", ".gitignore")
"""Files by name that any project below them may depend on."""

_SUFFIXES = (".yaml", ".yml", ".py", ".sql", ".json", ".env", ".toml", ".csv")


class ChangeError(Exception):
    """Git cannot say what has changed; the message has git's own words."""


class Changes(NamedTuple):
    """Absolute paths that differ from a commit, and when that commit was made (seconds since 1970).

    ``root`` is the top folder of the repository, ``tracked`` every file that git compares.
    """

    root: str
    changed: frozenset[str]
    tracked: frozenset[str]
    moment: int


def changes_since(ref: str, folder: str = ".") -> Changes:
    """What differs between the working tree and the point where it left ``ref``. Raises ``ChangeError``."""
    root = os.path.realpath(_git(folder, "rev-parse", "--show-toplevel").strip())
    # The "--" keeps git from taking a name that begins with a dash for an option.
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", what=ref).strip()
    try:
        base = _git(root, "merge-base", commit, "HEAD").strip()
    except ChangeError:
        base = commit
    names = _git(root, "diff", "--name-only", "--no-renames", "-z", base, "--").split("\0")
    names += _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    tracked = _git(root, "ls-files", "-z").split("\0")
    moment = int(_git(root, "show", "--no-patch", "--format=%ct", base).strip())
    return Changes(root=root, changed=_absolute(root, names), tracked=_absolute(root, tracked), moment=moment)


def touches(changes: Changes, floe: str, inputs: Iterable[str], roots: Iterable[str]) -> bool:
    """Whether a change may alter the verdict on a project; in doubt it does.

    ``inputs`` are the files that were read for it, ``roots`` the folders that its modules are looked for in. A file
    that git does not track, such as a dbt manifest, has changed when it is newer than the commit.
    """
    folders = [os.path.realpath(os.path.dirname(floe) or "."), *(os.path.realpath(root) for root in roots)]
    for path in changes.changed:
        if os.path.basename(path) in _SHARED and folders[0].startswith(os.path.dirname(path)):
            return True
        if path.endswith(_SUFFIXES) and path.startswith(folders[0] + os.sep):
            return True
        # A module that is gone is no input any more.
        if (
            path.endswith(".py")
            and not os.path.exists(path)
            and any(path.startswith(root + os.sep) for root in folders)
        ):
            return True
    for name in inputs:
        path = os.path.realpath(name)
        if path in changes.changed or (path not in changes.tracked and _is_newer(path, changes.moment)):
            return True
    return False


def _is_newer(path: str, moment: int) -> bool:
    try:
        return os.stat(path).st_mtime >= moment
    except OSError:
        return False


def _absolute(root: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset(os.path.join(root, name) for name in names if name)


def _git(folder: str, *arguments: str, what: str | None = None) -> str:
    try:
        result = subprocess.run(
            ["git", "-C", folder, *arguments],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
        )
    except OSError:
        raise ChangeError("--changed-since needs git, which is not installed") from None
    if result.returncode != 0:
        if what is not None:
            raise ChangeError(f'--changed-since: "{what}" is no commit of this repository')
        first = next(iter(result.stderr.strip().splitlines()), "git failed")
        raise ChangeError(f"--changed-since: {first}")
    return result.stdout
