"""``NamedTuple`` for classes that are made at every start.

To type checkers it is ``typing.NamedTuple``. That one compiles every annotation, and a constructor, when a class is
made: for all classes of the linter together this takes as long as linting a small project. This one leaves the
annotations alone and makes a constructor with the first instance. What a class can do is the same.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    import sys
    from _collections import _tuplegetter

    _new = tuple.__new__
    _by_count = {
        0: lambda _cls: _new(_cls, ()),
        1: lambda _cls, a: _new(_cls, (a,)),
        2: lambda _cls, a, b: _new(_cls, (a, b)),
        3: lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        4: lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        5: lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        6: lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        7: lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
        8: lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
        9: lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
        10: lambda _cls, a, b, c, d, e, f, g, h, i, j: _new(_cls, (a, b, c, d, e, f, g, h, i, j)),
        11: lambda _cls, a, b, c, d, e, f, g, h, i, j, k: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k)),
        12: lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m)),
    }

    def _constructor(count):
        """The constructor of a class with so many fields, whose parameters have no names of their own yet.

        Those with few fields are written out above, so that they are compiled when the linter is installed.
        """
        if count not in _by_count:
            names = "".join(f"_{number}, " for number in range(count))
            _by_count[count] = eval(f"lambda _cls, {names}: _new(_cls, ({names}))", {"_new": _new, "__builtins__": {}})
        return _by_count[count]

    def _first(cls, /, *args, **kwargs):
        """Make the constructor of a class, then the first instance."""
        home = next(base for base in cls.__mro__ if "_fields" in base.__dict__)
        # Compiling a function for every class takes longer than to give one that is compiled other names.
        shared = _constructor(len(home._fields))
        code = shared.__code__.replace(co_varnames=("_cls", *home._fields), co_name="__new__")
        constructor = type(shared)(code, shared.__globals__, "__new__", tuple(home._field_defaults.values()) or None)
        constructor.__qualname__ = f"{home.__qualname__}.__new__"
        home.__new__ = staticmethod(constructor)
        return constructor(cls, *args, **kwargs)

    def _make(cls, values):
        """The instance with these values, in the order of the fields."""
        made = _new(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes):
        """The same with other values for some fields."""
        made = self._make(changes.pop(name, value) for name, value in zip(self._fields, self, strict=True))
        if changes:
            # As collections.namedtuple does, which changed it in Python 3.13.
            error = TypeError if sys.version_info >= (3, 13) else ValueError
            raise error(f"Got unexpected field names: {list(changes)!r}")
        return made

    def _asdict(self):
        """The values by field."""
        return dict(zip(self._fields, self, strict=True))

    def _repr(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({shown})"

    def _getnewargs(self):
        return tuple(self)

    class _Maker(type):
        """Turns the body of a class into a plain subclass of ``tuple``."""

        def __new__(cls, name, bases, namespace):
            if not bases:
                return type.__new__(cls, name, bases, namespace)
            fields = tuple(namespace.get("__annotations__", ()))
            members = {
                "__new__": _first,
                "__repr__": _repr,
                "__getnewargs__": _getnewargs,
                "__replace__": _replace,
                "_make": classmethod(_make),
                "_replace": _replace,
                "_asdict": _asdict,
                **namespace,
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": {field: namespace[field] for field in fields if field in namespace},
            }
            members.update((field, _tuplegetter(index, None)) for index, field in enumerate(fields))
            return type(name, (tuple,), members)

    class _Entry(metaclass=_Maker):
        pass

    def NamedTuple():  # noqa: N802
        """The base of a class with fields."""
        raise TypeError("NamedTuple is only a base of classes")

    NamedTuple.__mro_entries__ = lambda _bases: (_Entry,)
