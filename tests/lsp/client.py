"""An editor: pygls' own client, which speaks with ``floe lsp`` over pipes as editors do."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from lsprotocol import types
from pygls import uris
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 20
"""Seconds for one answer, on a machine that has much else to do."""

_Answer = TypeVar("_Answer")


class Shown(NamedTuple):
    """A diagnostic as an editor shows it: lines and columns from 0, columns in UTF-16."""

    line: int
    start: int
    end: int
    severity: str
    code: str
    message: str


class Editor:
    """Every call waits for its answer."""

    def __init__(self, loop: asyncio.AbstractEventLoop, client: LanguageClient) -> None:
        self._loop = loop
        self._client = client
        self._versions: dict[str, int] = {}
        self._published: dict[str, types.PublishDiagnosticsParams] = {}
        self._news = asyncio.Event()
        self.capabilities: types.ServerCapabilities | None = None

        def on_diagnostics(given: types.PublishDiagnosticsParams) -> None:
            self._published[given.uri] = given
            self._news.set()

        def on_register(_: types.RegistrationParams) -> None:
            return None

        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(on_diagnostics)
        client.feature(types.CLIENT_REGISTER_CAPABILITY)(on_register)

    def wait(self, answer: Coroutine[Any, Any, _Answer]) -> _Answer:
        return self._loop.run_until_complete(asyncio.wait_for(answer, LONGEST))

    def initialize(self, folder: Path, encodings: list[types.PositionEncodingKind] | None = None) -> None:
        files = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
        capabilities = types.ClientCapabilities(
            workspace=types.WorkspaceClientCapabilities(did_change_watched_files=files),
            general=types.GeneralClientCapabilities(position_encodings=encodings),
        )
        answer = self.wait(
            self._client.initialize_async(
                types.InitializeParams(capabilities, process_id=os.getpid(), root_uri=_uri(folder))
            )
        )
        self.capabilities = answer.capabilities
        self._client.initialized(types.InitializedParams())

    def open(self, path: Path, text: str | None = None) -> list[Shown]:
        """Open a file, with an unsaved text if one is given, and return what is shown for it."""
        content = path.read_bytes().decode("utf-8") if text is None else text
        self._versions[_uri(path)] = 1
        language = "python" if path.suffix == ".py" else "yaml"
        self._client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(_uri(path), language, 1, content))
        )
        return self.diagnostics(path)

    def change(self, path: Path, text: str) -> list[Shown]:
        """Change the text, unsaved, and return what is shown for it then."""
        self.type(path, text)
        return self.diagnostics(path)

    def type(self, path: Path, text: str) -> None:
        """Change the text without waiting."""
        uri = _uri(path)
        self._versions[uri] += 1
        self._client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self._versions[uri], uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def save(self, path: Path) -> None:
        self._client.text_document_did_save(types.DidSaveTextDocumentParams(_document(path)))

    def close(self, path: Path) -> None:
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(_document(path)))
        self._versions.pop(_uri(path))

    def close_all(self) -> None:
        for uri in list(self._versions):
            self.close(Path(uris.to_fs_path(uri) or ""))

    def files_changed(self, *paths: Path) -> None:
        events = [types.FileEvent(_uri(path), types.FileChangeType.Changed) for path in paths]
        self._client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    def uri(self, path: Path) -> str:
        return _uri(path)

    def raw(self, path: Path) -> list[types.Diagnostic]:
        """The diagnostics for the version that is open."""
        uri = _uri(path)
        self.wait(self._arrival(uri))
        return list(self._published[uri].diagnostics)

    def diagnostics(self, path: Path) -> list[Shown]:
        """The diagnostics for the version that is open, in short."""
        return [_shown(one) for one in self.raw(path)]

    def until(self, path: Path, expected: list[Shown]) -> None:
        """Wait until this is shown for a file."""

        async def arrival() -> None:
            while [_shown(one) for one in self._diagnostics_now(path)] != expected:
                self._news.clear()
                await self._news.wait()

        try:
            self.wait(arrival())
        except asyncio.TimeoutError:
            assert [_shown(one) for one in self._diagnostics_now(path)] == expected

    def _diagnostics_now(self, path: Path) -> list[types.Diagnostic]:
        known = self._published.get(_uri(path))
        return [] if known is None else list(known.diagnostics)

    async def _arrival(self, uri: str) -> None:
        while uri not in self._published or self._published[uri].version != self._versions.get(uri):
            self._news.clear()
            await self._news.wait()

    def hover(self, path: Path, line: int, column: int) -> str | None:
        given = types.HoverParams(_document(path), _at(line, column))
        answer = self.wait(self._client.text_document_hover_async(given))
        if answer is None:
            return None
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    def complete(self, path: Path, line: int, column: int) -> list[types.CompletionItem]:
        given = types.CompletionParams(_document(path), _at(line, column))
        answer = self.wait(self._client.text_document_completion_async(given))
        assert isinstance(answer, types.CompletionList)
        return list(answer.items)

    def definition(self, path: Path, line: int, column: int) -> list[tuple[str, int, int]]:
        """The places as file names relative to that file's folder, with line and column."""
        given = types.DefinitionParams(_document(path), _at(line, column))
        answer = self.wait(self._client.text_document_definition_async(given))
        assert isinstance(answer, (list, tuple))
        found = []
        for place in answer:
            assert isinstance(place, types.Location)
            target = Path(uris.to_fs_path(place.uri) or "")
            shown = os.path.relpath(target, path.parent).replace(os.sep, "/")
            found.append((shown, place.range.start.line, place.range.start.character))
        return found

    def actions(
        self, path: Path, line: int, column: int, only: list[types.CodeActionKind] | None = None
    ) -> list[types.CodeAction]:
        where = types.Range(_at(line, column), _at(line, column))
        given = types.CodeActionParams(_document(path), where, types.CodeActionContext([], only))
        answer = self.wait(self._client.text_document_code_action_async(given))
        return [action for action in answer or () if isinstance(action, types.CodeAction)]


@contextmanager
def editor(folder: Path, encodings: list[types.PositionEncodingKind] | None = None) -> Iterator[Editor]:
    """An editor with a folder open; the server must end by itself when it is told to."""
    loop = asyncio.new_event_loop()
    client = LanguageClient("editor", "1")
    stop: Callable[[], Coroutine[Any, Any, None]] = client.stop
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FLOE_LINT_CACHE_DIR": str(folder.parent / "cache")}
    try:
        there = Editor(loop, client)
        there.wait(client.start_io(sys.executable, "-m", "floe_lint", "lsp", cwd=str(folder), env=environment))
        there.initialize(folder, encodings)
        yield there
        there.wait(client.shutdown_async(None))
        client.exit(None)
        there.wait(stop())
    finally:
        loop.close()


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """A text with edits made, positions in UTF-16."""
    lines = text.split("\n")

    def index(at: types.Position) -> int:
        units = lines[at.line].encode("utf-16-le")[: at.character * 2].decode("utf-16-le")
        return sum(len(line) + 1 for line in lines[: at.line]) + len(units)

    for edit in sorted(edits, key=lambda edit: index(edit.range.start), reverse=True):
        text = text[: index(edit.range.start)] + edit.new_text + text[index(edit.range.end) :]
    return text


def _shown(one: types.Diagnostic) -> Shown:
    assert one.range.start.line == one.range.end.line
    assert one.severity is not None
    severity = types.DiagnosticSeverity(one.severity).name.lower()
    return Shown(
        one.range.start.line, one.range.start.character, one.range.end.character, severity, str(one.code), one.message
    )


def _uri(path: Path) -> str:
    return uris.from_fs_path(str(path)) or ""


def _document(path: Path) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(_uri(path))


def _at(line: int, column: int) -> types.Position:
    return types.Position(line, column)
