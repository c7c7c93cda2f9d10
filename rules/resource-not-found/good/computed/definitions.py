from floe_dagster import FloeDefinitions


def resources():
    return {}


defs = FloeDefinitions.from_compiled_artifacts(resources=resources())
