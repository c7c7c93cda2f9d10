"""Dagster definitions with auto-discovery."""
from floe_dagster import FloeDefinitions

# Auto-loads everything from floe.yaml orchestration section
defs = FloeDefinitions.from_compiled_artifacts(
    namespace="ecommerce"
)
