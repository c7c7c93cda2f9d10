"""msgspec's structs and its JSON decoder.

``import msgspec`` loads its other formats, its inspection of types and ``typing_extensions`` too, which is most of what
reading a manifest of a few models costs. A process that prefers lean imports reaches the compiled module alone. Both
ways lead to the same one, so a later ``import msgspec`` names the same classes.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from floe_lint.kernel.lean_imports import bare_package, lean_imports_wanted


def _lean_core() -> Any | None:
    """The compiled module; ``None`` where the whole package is to be imported."""
    package = bare_package("msgspec") if lean_imports_wanted() and "msgspec" not in sys.modules else None
    if package is None:
        return None
    while_loading: dict[str, Any] = {"msgspec": package}
    # Importing what is None fails, and msgspec then takes the names from typing, which has all of them from 3.11 on.
    if sys.version_info >= (3, 11) and "typing_extensions" not in sys.modules:
        while_loading["typing_extensions"] = None
    sys.modules.update(while_loading)
    try:
        return importlib.import_module("msgspec._core")
    except ImportError:
        return None
    finally:
        for name in while_loading:
            del sys.modules[name]


_core = _lean_core()
if TYPE_CHECKING or _core is None:
    from msgspec import UNSET as UNSET
    from msgspec import DecodeError as DecodeError
    from msgspec import Raw as Raw
    from msgspec import Struct as Struct
    from msgspec import UnsetType as UnsetType
    from msgspec import ValidationError as ValidationError
    from msgspec import field as field
    from msgspec.json import Decoder as Decoder
    from msgspec.json import decode as decode
else:
    UNSET, DecodeError, Raw, Struct = _core.UNSET, _core.DecodeError, _core.Raw, _core.Struct
    UnsetType, ValidationError, field = _core.UnsetType, _core.ValidationError, _core.Field
    Decoder, decode = _core.JSONDecoder, _core.json_decode
