"""Measures how soon the language server answers a keystroke: ``python -m benchmarks.lsp``.

An editor opens a file over pipes, types, and waits each time until the diagnostics of that version are shown. What is
printed is a share of the bound: the median and the longest wait, divided by the seconds that an answer may take.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

from lsprotocol import types
from pygls import uris
from pygls.lsp.client import LanguageClient

from benchmarks.inputs import large_floe_yaml

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ecommerce"
PAUSE = 0.15
"""Seconds between an answer and the next key: eighty words a minute."""


class Typed(NamedTuple):
    """A file and where in it someone types. ``bound`` is in seconds."""

    name: str
    path: Path
    after: str
    typed: str
    bound: float


def main() -> None:
    """Prepare the files, type into each, print the table; 1 when a bound is not held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lsp", description=__doc__.splitlines()[0])
    parser.add_argument("--keys", type=int, default=60, help="how many keys are typed into each file (default 60)")
    options = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory() as name:
        print("| file | bound | median | longest |")
        print("|---|---|---|---|")
        for typed in _files(Path(name)):
            waits = asyncio.run(_waits(typed, options.keys))
            median, longest = statistics.median(waits) / typed.bound, max(waits) / typed.bound
            held = held and median <= 1
            note = "" if median <= 1 else " (not held)"
            print(f"| {typed.name} | {typed.bound * 1000:.0f} ms | {median:.2f}{note} | {longest:.2f} |", flush=True)
    raise SystemExit(0 if held else 1)


def _files(folder: Path) -> list[Typed]:
    example = folder / "example"
    shutil.copytree(EXAMPLE, example, ignore=shutil.ignore_patterns(".floe", "logs"))
    large = large_floe_yaml(folder / "large", lines=5_000)
    # Keys that leave the file valid, and ones that break it: a reference, then a quote and a bracket that stay open.
    return [
        Typed("the example", example / "floe.yaml", 'job: "bronze_refresh', "_of_today", 0.05),
        Typed("the example, broken", example / "floe.yaml", 'job: "bronze_refresh', '"[{: &*', 0.05),
        Typed("5,000 lines", large, "job: job_300", "_of_today", 0.5),
        Typed("5,000 lines, broken", large, "job: job_300", '"[{: &*', 0.5),
    ]


async def _waits(typed: Typed, keys: int) -> list[float]:
    """The seconds from each key to its answer."""
    client = LanguageClient("benchmark", "1")
    stop: Callable[[], Coroutine[Any, Any, None]] = client.stop
    shown: dict[int | None, asyncio.Event] = {}

    def on_diagnostics(given: types.PublishDiagnosticsParams) -> None:
        shown.setdefault(given.version, asyncio.Event()).set()

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(on_diagnostics)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    await client.start_io(sys.executable, "-m", "floe_lint", "lsp", env=environment)
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), process_id=os.getpid()))
    client.initialized(types.InitializedParams())
    uri = uris.from_fs_path(str(typed.path)) or ""
    text = typed.path.read_text(encoding="utf-8")
    client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "yaml", 0, text)))
    await shown.setdefault(0, asyncio.Event()).wait()
    before, after = text.split(typed.after, 1)
    waits = []
    for version in range(1, keys + 1):
        await asyncio.sleep(PAUSE)
        added = typed.typed[: version % (len(typed.typed) + 1)]
        change = types.TextDocumentContentChangeWholeDocument(f"{before}{typed.after}{added}{after}")
        began = time.perf_counter()
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(version, uri), [change])
        )
        await shown.setdefault(version, asyncio.Event()).wait()
        waits.append(time.perf_counter() - began)
    await client.shutdown_async(None)
    client.exit(None)
    await stop()
    return waits


if __name__ == "__main__":
    main()
