"""The fixes of one project's findings, as edits of text."""

from __future__ import annotations

from typing import Literal

from floe_lint.findings.finding import TextFix
from floe_lint.findings.problem import Fix
from floe_lint.judging.run import Run
from floe_lint.yaml.document import Document


class TextFixes:
    """Resolves fixes, one that several problems share once."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: dict[int, tuple[Fix, TextFix | None]] = {}

    def of(self, fix: Fix | None) -> TextFix | None:
        """The edits of a fix, or ``None`` where the files cannot be changed like that."""
        if fix is None:
            return None
        known = self._known.get(id(fix))
        if known is None:
            known = self._known[id(fix)] = (fix, self._resolved(fix))
        return known[1]

    def _resolved(self, fix: Fix) -> TextFix | None:
        from floe_lint.edits.make_edits import resolve

        files = self._run.project.files
        documents: dict[Literal["floe", "platform"], Document] = {
            "floe": files.floe,
            "platform": files.platform or Document(files.new_platform_path, "", None, ()),
        }
        run = self._run
        return resolve(fix._replace(title=run.masked(fix.title)), documents, run.show_path, run.breaches.secrets)
