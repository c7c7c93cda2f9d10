"""A project on disk, and Python as it was before once it is done with."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by relative path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def visited(folder: Path) -> Iterator[None]:
    """Work in a folder; what was imported from it is forgotten afterwards, and warnings are kept quiet."""
    before, path, modules = os.getcwd(), list(sys.path), set(sys.modules)
    os.chdir(folder)
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        os.chdir(before)
        sys.path[:] = path
        root = str(folder)
        for name in [name for name in sys.modules if name not in modules]:
            origin = getattr(sys.modules[name], "__file__", None) or next(
                iter(getattr(sys.modules[name], "__path__", None) or ()), ""
            )
            if origin and str(origin).startswith(root):
                del sys.modules[name]
        for name in [name for name in sys.path_importer_cache if name.startswith(root)]:
            del sys.path_importer_cache[name]
