import dagster as dg

from floe_dagster import FloeDefinitions

defs = FloeDefinitions.from_compiled_artifacts("shop", resources={"warehouse": dg.ResourceDefinition.none_resource()})
