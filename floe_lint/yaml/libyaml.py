"""The event parser of libyaml, as PyYAML ships it.

``import yaml`` loads the pure Python reader and writer too, which costs three times what linting a small file
does. A command line run that wants only events reaches the C parser alone; everybody else gets it through
``import yaml``.
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any

from floe_lint.kernel.lean_imports import bare_package, lean_imports_wanted

_ERRORS = {
    "reader": "ReaderError",
    "scanner": "ScannerError",
    "parser": "ParserError",
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "serializer": "SerializerError",
    "representer": "RepresenterError",
}


def event_parser(text: str) -> Any:
    """A parser over ``text`` whose ``get_event()`` returns libyaml's events, then ``None``."""
    module = _lean_module() if lean_imports_wanted() and "yaml" not in sys.modules else _module()
    return module.CParser(text) if module is not None else importlib.import_module("yaml").Loader(text)


def _module() -> Any | None:
    """The C parser, or ``None`` where PyYAML was built without it."""
    try:
        return importlib.import_module("yaml._yaml")
    except ImportError:
        return None


def _lean_module() -> Any | None:
    loaded = sys.modules.get("yaml._yaml")
    if loaded is not None:
        return loaded
    package: Any = bare_package("yaml")
    if package is None:
        return None
    sys.modules["yaml"] = package
    try:
        for name in ("error", "tokens", "events", "nodes"):
            setattr(package, name, importlib.import_module(f"yaml.{name}"))
        base = package.error.MarkedYAMLError
        for name, error in _ERRORS.items():
            setattr(package, name, types.SimpleNamespace(**{error: type(error, (base,), {})}))
        return importlib.import_module("yaml._yaml")
    except (ImportError, AttributeError):
        pass
    finally:
        del sys.modules["yaml"]
    return _module()
