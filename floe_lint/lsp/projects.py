"""The open files of an editor, the projects they belong to, and what linting these last found."""

from __future__ import annotations

import os
from typing import Literal

from floe_lint.api import LintError, Options, builtin_rules, lint_reported
from floe_lint.disk.discovery import NAMES, discover, nearest_above
from floe_lint.disk.find_platform import PLATFORM_NAMES
from floe_lint.findings.finding import Report
from floe_lint.judging.rule import Rule
from floe_lint.kernel.garbage_collection import Uncollected
from floe_lint.kernel.records import NamedTuple
from floe_lint.lsp.protocol_positions import BYTE_ORDER_MARK
from floe_lint.project.project import Project
from floe_lint.project.reuse import Kept
from floe_lint.settings.keys import ConfigurationError
from floe_lint.settings.settings_files import SettingsFiles
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document


class Linted(NamedTuple):
    """One project after a run.

    ``project`` and ``report`` are ``None`` where linting was not possible; ``error`` says why. ``readable`` is the
    project as it was when floe.yaml could last be parsed: what names there are is known from it while the text is
    broken.
    """

    floe: str
    project: Project | None
    report: Report | None
    readable: Project | None
    show_info: bool
    error: str | None = None


class Projects:
    """Paths are absolute. Texts of open files stand in place of what is saved."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.linted: dict[str, Linted] = {}
        self._homes: dict[str, tuple[str, ...]] = {}
        self._kept: dict[str, Kept] = {}
        self._rules: list[Rule] | None = None

    def open(self, path: str, text: str) -> None:
        """A file is open, or its text has changed."""
        self.texts[path] = text.removeprefix(BYTE_ORDER_MARK)
        if path not in self._homes:
            self._homes[path] = _homes(path)

    def close(self, path: str) -> None:
        """A file is not open any more."""
        self.texts.pop(path, None)
        self._homes.pop(path, None)
        wanted = {floe for homes in self._homes.values() for floe in homes}
        for floe in [floe for floe in self.linted if floe not in wanted]:
            del self.linted[floe]
            self._kept.pop(floe, None)

    def forget(self) -> None:
        """Files came or went on the disk."""
        for kept in self._kept.values():
            kept.forget()
        self._homes = {path: _homes(path) for path in self.texts}

    def homes(self, path: str) -> tuple[str, ...]:
        """The projects that an open file belongs to, by their floe.yaml."""
        return self._homes.get(path, ())

    def open_files(self, floe: str) -> tuple[str, ...]:
        """The open files that may belong to a project."""
        return tuple(path for path, homes in self._homes.items() if floe in homes)

    def all_homes(self) -> tuple[str, ...]:
        """The projects of all open files."""
        return tuple(dict.fromkeys(floe for homes in self._homes.values() for floe in homes))

    def lint(self, floe: str) -> Linted:
        """Lint a project as it stands in the editor. Never raises."""
        before = self.linted.get(floe)
        readable = before.readable if before is not None else None
        kept = self._kept.setdefault(floe, Kept())
        settings = SettingsFiles()
        try:
            with Uncollected():
                if self._rules is None:
                    self._rules = builtin_rules()
                options = Options(texts=dict(self.texts), rules=self._rules, kept=kept, settings_files=settings)
                project, report = lint_reported(floe, options)
            if project.floe.root is not None:
                readable = project
            linted = Linted(
                floe=floe, project=project, report=report, readable=readable, show_info=_shows_info(floe, settings)
            )
        except LintError as error:
            linted = Linted(floe=floe, project=None, report=None, readable=readable, show_info=False, error=str(error))
        except Exception as error:
            linted = Linted(
                floe=floe,
                project=None,
                report=None,
                readable=readable,
                show_info=False,
                error=f"floe-lint failed and cannot judge the file: {type(error).__name__}",
            )
        finally:
            kept.settle()
        self.linted[floe] = linted
        return linted

    def view(self, path: str) -> View | None:
        """An open YAML file with the project it is looked at as a part of; ``None`` for other files."""
        text = self.texts.get(path)
        if text is None:
            return None
        for floe in self.homes(path):
            linted = self.linted.get(floe)
            if linted is None or linted.readable is None:
                continue
            role = _role(linted.project or linted.readable, path)
            if role is not None:
                document = (linted.project or linted.readable).document(role)
                current = document if document.text == text else parse_document(path, text)
                return View(path=path, role=role, document=current, project=linted.readable)
        if os.path.basename(path) in NAMES:
            return View(path=path, role="floe", document=parse_document(path, text), project=None)
        if os.path.basename(path) in PLATFORM_NAMES:
            return View(path=path, role="platform", document=parse_document(path, text), project=None)
        return None


class View(NamedTuple):
    """A file at this moment, and the last project that could be read."""

    path: str
    role: Literal["floe", "platform"]
    document: Document
    project: Project | None


def _role(project: Project, path: str) -> Literal["floe", "platform"] | None:
    for role, document in project.documents:
        if os.path.abspath(document.path) == path:
            return role
    return None


def _homes(path: str) -> tuple[str, ...]:
    """The projects that a file may belong to."""
    name = os.path.basename(path)
    if name in NAMES:
        return (path,)
    if name in PLATFORM_NAMES and os.path.exists(path):
        return tuple(os.path.abspath(floe) for floe in discover([path]).files)
    near = nearest_above(os.path.dirname(path))
    return () if near is None else (os.path.abspath(near),)


def _shows_info(floe: str, settings: SettingsFiles) -> bool:
    try:
        return settings.nearest(os.path.dirname(floe)).show_info
    except ConfigurationError:
        return False
