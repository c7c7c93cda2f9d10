"""The format of floe.yaml and platform.yaml.

``floe_yaml`` and ``platform_yaml`` are the pydantic models and the one source of the schema. ``table`` is
generated from them and decides the clean case without importing pydantic; only a failure imports it, to explain.
"""
