"""The types of the table that ``small`` walks."""

from __future__ import annotations

from floe_lint.kernel.annotations import Any

Spec = tuple[tuple[str, ...], Any, Any, str | None] | None
"""Names of scalar types, the spec of a list's items, that of a dict's values, a struct; ``None`` for anything."""

Fields = dict[str, tuple[bool, Any, Spec]]
"""By name: whether it must be there, its default, its spec."""
