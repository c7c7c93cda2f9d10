"""A document as plain Python data, environment references replaced."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import Any

from floe_lint.variables.interpolation import substitute
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping, Node, Scalar


def to_data(document: Document, environment: MappingType[str, str] | None) -> Any:
    """Dicts, lists and scalars of a document.

    Merged keys are in their places, anchored values are shared. Strings are substituted by
    ``floe_lint.variables.interpolation.substitute``, so they may be ``Substituted`` or ``Unset``;
    without an ``environment`` they stay as they are written.
    """
    return None if document.root is None else node_data(document.root, environment)


def node_data(node: Node, environment: MappingType[str, str] | None) -> Any:
    """The same of one node."""
    return _convert(node, environment, {})


def _convert(node: Node, environment: MappingType[str, str] | None, shared: dict[int, Any]) -> Any:
    if isinstance(node, Scalar):
        value = node.value
        return value if environment is None or not isinstance(value, str) else substitute(value, environment)
    known = shared.get(id(node))
    if known is not None:
        return known
    if isinstance(node, Mapping):
        result: Any = {key: _convert(entry.value, environment, shared) for key, entry in node.content()}
    else:
        result = [_convert(item, environment, shared) for item in node.items]
    shared[id(node)] = result
    return result
