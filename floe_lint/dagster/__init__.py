"""What Dagster 1.13 does, as data and small functions. Nothing here imports it."""
