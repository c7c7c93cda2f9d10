"""Deciding whether data has a shape, and giving the typed data back, without pydantic."""

from __future__ import annotations

import re
from functools import cache

from floe_lint.format.coercion import to_boolean, to_integer, to_number
from floe_lint.kernel.annotations import TYPE_CHECKING, Any
from floe_lint.kernel.positions import Route
from floe_lint.variables.interpolation import Substituted, Unset
from floe_lint.yaml.scalars import resolve_plain

if TYPE_CHECKING:
    from floe_lint.format.shapes import Shape


class _Failed:
    """Returned in place of data that does not have its shape."""


FAILED = _Failed()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # "$" matches before a final line break too; a name with one is no name.
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern)


def check(shape: Shape, value: Any, route: Route = (), failures: list[Route] | None = None) -> Any:
    """The data with strings coerced, defaults filled in and substituted text resolved; else ``FAILED``.

    In a mapping that is judged part by part, a part that fails is left out and its route is added to
    ``failures``. A value that is ``Unset`` has every shape.
    """
    failures = [] if failures is None else failures
    if isinstance(value, Unset):
        return value
    return _CHECKS[shape[0]](shape, value, route, failures)


def _string(shape: Shape, value: Any, _route: Route, _failures: list[Route]) -> Any:
    if not isinstance(value, str):
        return FAILED
    _, pattern, shortest, longest, choices, _ = shape
    if choices is not None and value not in choices:
        return FAILED
    if pattern is not None and _compiled(pattern).match(value) is None:
        return FAILED
    if (shortest is not None and len(value) < shortest) or (longest is not None and len(value) > longest):
        return FAILED
    return str(value) if isinstance(value, Substituted) else value


def _integer(shape: Shape, value: Any, _route: Route, _failures: list[Route]) -> Any:
    number = to_integer(value)
    if type(number) is not int or (shape[1] is not None and number < shape[1]):
        return FAILED
    return number


def _number(_shape: Shape, value: Any, _route: Route, _failures: list[Route]) -> Any:
    number = to_number(value)
    return number if type(number) in (int, float) else FAILED


def _boolean(_shape: Shape, value: Any, _route: Route, _failures: list[Route]) -> Any:
    boolean = to_boolean(value)
    return boolean if type(boolean) is bool else FAILED


def _any(_shape: Shape, value: Any, _route: Route, _failures: list[Route]) -> Any:
    return resolve_substituted(value)


def resolve_substituted(value: Any) -> Any:
    """Free data with substituted text read as YAML would read it: ``"${DAYS:30}"`` is the number 30."""
    if isinstance(value, Substituted):
        return resolve_plain(str(value))
    if isinstance(value, dict):
        return {key: resolve_substituted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve_substituted(item) for item in value]
    return value


def _nullable(shape: Shape, value: Any, route: Route, failures: list[Route]) -> Any:
    return None if value is None else check(shape[1], value, route, failures)


def _array(shape: Shape, value: Any, route: Route, failures: list[Route]) -> Any:
    _, item_shape, shortest = shape
    if not isinstance(value, list) or (shortest is not None and len(value) < shortest):
        return FAILED
    result = [check(item_shape, item, (*route, index), failures) for index, item in enumerate(value)]
    return FAILED if FAILED in result else result


def _map(shape: Shape, value: Any, route: Route, failures: list[Route]) -> Any:
    _, value_shape, keys, fewest, most, parts = shape
    if not isinstance(value, dict):
        return FAILED
    if (fewest is not None and len(value) < fewest) or (most is not None and len(value) > most):
        return FAILED
    result = {}
    for key, item in value.items():
        checked = check(value_shape, item, (*route, key), failures)
        if checked is FAILED or (keys is not None and _compiled(keys).match(key) is None):
            if not parts:
                return FAILED
            failures.append((*route, key))
            continue
        result[key] = checked
    return result


def _object(shape: Shape, value: Any, route: Route, failures: list[Route]) -> Any:
    _, fields, required, is_open, defaults, parts = shape
    if not isinstance(value, dict):
        return FAILED
    result = dict(defaults)
    for key in required:
        if key not in value:
            if not parts:
                return FAILED
            failures.append((*route, key))
    for key, item in value.items():
        field = fields.get(key)
        if field is None:
            if is_open:
                result[key] = resolve_substituted(item)
            elif not (route == () and key.startswith("x-")):
                if not parts:
                    return FAILED
                failures.append((*route, key))
            continue
        checked = check(field, item, (*route, key), failures)
        if checked is FAILED:
            if not parts:
                return FAILED
            failures.append((*route, key))
            continue
        result[key] = checked
    return result


def _union(shape: Shape, value: Any, route: Route, failures: list[Route]) -> Any:
    if not isinstance(value, dict):
        return FAILED
    tag = value.get("type")
    if isinstance(tag, Unset):
        return tag
    member = shape[1].get(tag) if isinstance(tag, str) else None
    return FAILED if member is None else check(member, value, route, failures)


def _choice(shape: Shape, value: Any, route: Route, failures: list[Route]) -> Any:
    for member in shape[1]:
        checked = check(member, value, route, failures)
        if checked is not FAILED:
            return checked
    return FAILED


_CHECKS = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "any": _any,
    "nullable": _nullable,
    "array": _array,
    "map": _map,
    "object": _object,
    "union": _union,
    "choice": _choice,
}
