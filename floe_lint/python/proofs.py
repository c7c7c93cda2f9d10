"""What was shown of the texts of modules: that Python compiles them, and what of them can be left out.

Compiling takes most of the time that reading a module does, and of many modules few change between two runs. What was
shown once is kept by the digest of a text, for one version of Python and of the linter, so that it cannot be out of
date.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from floe_lint import __version__
from floe_lint.disk.cache_files import cache_folder, keep, load, prune
from floe_lint.kernel.digests import sha256
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.compiler import compiled
from floe_lint.python.shortened import docstrings, without_bodies

WORTH = 200_000
"""Characters of modules whose compiling takes longer than keeping what it showed."""

MOST = 20
"""Projects of which something is kept; the oldest go first."""


class Proof(NamedTuple):
    """What is known of a text that Python compiles.

    ``short`` is the text without the bodies of functions, ``None`` where nothing can be left out for certain;
    ``docstrings`` are those of its functions, by name and first line.
    """

    short: str | None
    docstrings: Mapping[tuple[str, int], str | None]


def prove(text: str, path: str = "") -> Proof:
    """Compile a text. Raises what ``compiled`` raises."""
    code = compiled(text, path)
    short = without_bodies(text, code)
    return Proof(short, {} if short is None else docstrings(code))


class KeptProofs:
    """What earlier runs showed of the modules of one project, in a file of the cache."""

    def __init__(self, project: str) -> None:
        self._project = os.path.abspath(project)
        self._known: dict[str, Proof] | None = None
        self._used: dict[str, Proof] = {}
        self._new = 0

    def of(self, text: str, path: str) -> Proof:
        """What is known of a text. Raises what ``compiled`` raises: of errors nothing is kept."""
        digest = sha256(text)
        if self._known is None:
            self._known = self._load()
        proof = self._known.get(digest)
        if proof is None:
            proof = prove(text, path)
            self._new += len(text)
        self._used[digest] = proof
        return proof

    def keep(self) -> None:
        """Write for the next runs, where that gains more than it takes. What no module needs any more is dropped."""
        path = self._path()
        if path is not None and self._new >= WORTH:
            keep(path, (self._key(), {digest: tuple(proof) for digest, proof in self._used.items()}))
            prune(os.path.dirname(path), "modules-", MOST)

    def _load(self) -> dict[str, Proof]:
        path = self._path()
        kept = None if path is None else load(path)
        if not isinstance(kept, tuple) or len(kept) != 2 or kept[0] != self._key():
            return {}
        return {digest: Proof(*values) for digest, values in kept[1].items()}

    def _path(self) -> str | None:
        folder = cache_folder()
        return None if folder is None else os.path.join(folder, f"modules-{sha256(self._project)[:32]}")

    def _key(self) -> tuple[str, str, str]:
        return __version__, sys.version, self._project
