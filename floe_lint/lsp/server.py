"""The server: what the protocol asks, handed to the file that answers it."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, TypeVar, cast

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from floe_lint import __version__
from floe_lint.lsp.code_actions import KINDS, code_actions
from floe_lint.lsp.completion import TRIGGERS, completions
from floe_lint.lsp.definition import definitions
from floe_lint.lsp.diagnostics import diagnostics_of, uri_of
from floe_lint.lsp.hover import hover
from floe_lint.lsp.projects import Linted, Projects
from floe_lint.lsp.protocol_positions import Positions
from floe_lint.lsp.schedule import LintSchedule

logger = logging.getLogger(__name__)

WATCHED = ("**/*.{yaml,yml,py,toml,env}", "**/manifest.json", "**/*.sql")
"""Files that a verdict may depend on."""

_Handler = TypeVar("_Handler", bound=Callable[..., Any])


class FloeServer(LanguageServer):
    """The language server. All of it runs on the event loop, so that nothing has to be locked."""

    def __init__(self) -> None:
        # Whole texts: pygls applies partial changes to lines as Python splits them, which are not those of editors.
        super().__init__("floe-lint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.projects = Projects()
        self.schedule = LintSchedule(self._lint)
        self._published: dict[str, dict[str, list[types.Diagnostic]]] = {}
        self._positions: dict[str, Positions] = {}

    def positions(self, path: str) -> Positions:
        """The positions in a file as the editor has it, else as it is saved."""
        text = self.projects.texts.get(path)
        known = self._positions.get(path)
        if text is not None:
            if known is None or known.text != text:
                raw = self.workspace.text_documents.get(uri_of(path))
                source = raw.source if raw is not None else text
                known = self._positions[path] = Positions(source, self.workspace.position_encoding or "utf-16")
            return known
        self._positions.pop(path, None)
        try:
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                saved = file.read()
        except OSError:
            saved = ""
        return Positions(saved, self.workspace.position_encoding or "utf-16")

    def changed(self, path: str, text: str) -> None:
        """A file is open, or its text has changed."""
        self.projects.open(path, text)
        for floe in self.projects.homes(path):
            self.schedule.request(floe)

    def closed(self, path: str) -> None:
        """A file is not open any more."""
        before = set(self.projects.linted)
        self.projects.close(path)
        self._positions.pop(path, None)
        for floe in before - set(self.projects.linted):
            self._publish(floe, {})
        self.relint()

    def relint(self) -> None:
        """Lint every project of an open file again."""
        for floe in self.projects.all_homes():
            self.schedule.request(floe)

    def up_to_date(self, path: str) -> list[Linted]:
        """What is known of the projects of a file, after linting those that are due."""
        for floe in self.projects.homes(path):
            self.schedule.flush(floe)
        return [self.projects.linted[floe] for floe in self.projects.homes(path) if floe in self.projects.linted]

    def _lint(self, floe: str) -> None:
        linted = self.projects.lint(floe)
        files: dict[str, Positions] = {}

        def positions_of(path: str) -> Positions:
            if path not in files:
                files[path] = self.positions(path)
            return files[path]

        self._publish(floe, diagnostics_of(linted, positions_of))

    def _publish(self, floe: str, found: dict[str, list[types.Diagnostic]]) -> None:
        """Tell the editor what changed. Projects may share a file: it shows what any of them finds there, once."""
        before = self._published.get(floe, {})
        if found:
            self._published[floe] = found
        else:
            self._published.pop(floe, None)
        for path in dict.fromkeys((*before, *found, *self.projects.open_files(floe))):
            shown: list[types.Diagnostic] = []
            for diagnostics in self._published.values():
                shown += [one for one in diagnostics.get(path, ()) if one not in shown]
            document = self.workspace.text_documents.get(uri_of(path))
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri_of(path), shown, None if document is None else document.version)
            )


def _path(uri: str) -> str | None:
    """The absolute path of a file; ``None`` for what is no file."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return None if path is None else os.path.abspath(path)


def _or(answer: object) -> Callable[[_Handler], _Handler]:
    """A request that fails is answered with ``answer`` and logged: the editor shows nothing instead of an error."""

    def wrap(function: _Handler) -> _Handler:
        @functools.wraps(function)
        def calm(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except Exception:
                logger.exception("%s failed", function.__name__)
                return answer

        return cast("_Handler", calm)

    return wrap


def create_server() -> FloeServer:
    """A server with everything it can do."""
    server = FloeServer()
    _synchronize(server)
    _answer(server)
    return server


def _synchronize(server: FloeServer) -> None:
    @server.feature(types.INITIALIZED)
    @_or(None)
    def initialized(_: types.InitializedParams) -> None:
        files = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
        if files and files.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            server.client_register_capability(
                types.RegistrationParams(
                    [types.Registration("floe-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)]
                )
            )

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @_or(None)
    def did_open(given: types.DidOpenTextDocumentParams) -> None:
        path = _path(given.text_document.uri)
        if path is not None:
            server.changed(path, given.text_document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @_or(None)
    def did_change(given: types.DidChangeTextDocumentParams) -> None:
        path = _path(given.text_document.uri)
        if path is not None:
            server.changed(path, server.workspace.get_text_document(given.text_document.uri).source)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @_or(None)
    def did_save(_: types.DidSaveTextDocumentParams) -> None:
        server.projects.forget()
        server.relint()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    @_or(None)
    def did_change_files(_: types.DidChangeWatchedFilesParams) -> None:
        server.projects.forget()
        server.relint()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    @_or(None)
    def did_close(given: types.DidCloseTextDocumentParams) -> None:
        path = _path(given.text_document.uri)
        if path is not None:
            server.closed(path)


def _answer(server: FloeServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    @_or(None)
    def on_hover(given: types.HoverParams) -> types.Hover | None:
        path = _path(given.text_document.uri)
        if path is None:
            return None
        linted = server.up_to_date(path)
        view = server.projects.view(path)
        return hover(view, linted, path, server.positions(path), given.position, datetime.now(timezone.utc))

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS))
    @_or(types.CompletionList(False, []))
    def on_completion(given: types.CompletionParams) -> types.CompletionList:
        path = _path(given.text_document.uri)
        if path is None:
            return types.CompletionList(False, [])
        if not any(floe in server.projects.linted for floe in server.projects.homes(path)):
            server.up_to_date(path)
        view = server.projects.view(path)
        items = [] if view is None else completions(view, server.positions(path), given.position)
        return types.CompletionList(False, items)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    @_or([])
    def on_definition(given: types.DefinitionParams) -> list[types.Location]:
        path = _path(given.text_document.uri)
        if path is None:
            return []
        server.up_to_date(path)
        view = server.projects.view(path)
        if view is None:
            return []
        found = definitions(view, server.positions(path).index(given.position))
        places = [(os.path.abspath(place.path), place.span) for place in found]
        return [types.Location(uri_of(target), server.positions(target).range(span)) for target, span in places]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(KINDS))
    @_or([])
    def on_code_action(given: types.CodeActionParams) -> list[types.CodeAction]:
        path = _path(given.text_document.uri)
        if path is None:
            return []
        only = given.context.only
        if only and not any(types.CodeActionKind.QuickFix == kind or kind == "" for kind in only):
            return []
        linted = server.up_to_date(path)
        view = server.projects.view(path)
        document = None if view is None else view.document
        actions: list[types.CodeAction] = []
        for project in linted:
            actions += [
                action
                for action in code_actions(project, path, document, given.range, server.positions)
                if action not in actions
            ]
        return actions


def main() -> None:
    """Serve one editor over standard input and output until it says so."""
    create_server().start_io()
