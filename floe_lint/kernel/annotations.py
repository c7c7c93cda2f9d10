"""What annotations need of ``typing``, which takes as long to load as the rules and is not needed to run them.

To type checkers these are the names of ``typing``. At run time they stand for nothing: a model of pydantic, or whatever
else looks at annotations, needs the real ones.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Generic as Generic
    from typing import Literal as Literal
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import SupportsIndex as SupportsIndex
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
    from typing import cast as cast
else:

    class _Nothing:
        """Stands for any type, with any parameters."""

        def __getitem__(self, _parameters):
            return self

        def __or__(self, _other):
            return self

        __ror__ = __or__

        def __mro_entries__(self, _bases):
            return ()

    class Protocol:
        """The base of classes that only type checkers look at."""

    Any = Generic = Literal = NoReturn = SupportsIndex = TypeAlias = _Nothing()

    def _variable(_name, *_constraints, **_settings):
        """A variable for type checkers."""
        return Any

    TypeVar = _variable

    def cast(_type, value):
        """The value as it is."""
        return value
