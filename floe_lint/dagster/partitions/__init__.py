"""Partition definitions and their keys, as Dagster makes them."""
