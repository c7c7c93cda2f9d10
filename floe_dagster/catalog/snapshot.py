"""What a write returns."""

from __future__ import annotations

from typing import Any, NamedTuple


class SnapshotMetadata(NamedTuple):
    """``table_metadata`` is pyiceberg's ``TableMetadata`` after the write (location, schema, …)."""

    table_metadata: Any


class Snapshot(NamedTuple):
    """A committed write.

    ``snapshot_id`` is Iceberg's (None for a table that was created without rows), ``table`` the name as the
    caller wrote it, ``rows`` how many rows were written.
    """

    snapshot_id: int | None
    table: str
    rows: int
    metadata: SnapshotMetadata

    @property
    def location(self) -> str:
        """The folder or URI that the table lies in."""
        return str(self.metadata.table_metadata.location)

    def __repr__(self) -> str:
        return f"Snapshot(snapshot_id={self.snapshot_id}, table={self.table!r}, rows={self.rows})"
