"""What Dagster does, as data and small functions that know nothing of floe. Nothing here imports Dagster."""

MIRRORED = "1.13"
"""The version of Dagster that this folder mirrors."""
