"""floe-lint: the gate between ``floe.yaml`` and Dagster."""

__version__ = "0.1.0"
