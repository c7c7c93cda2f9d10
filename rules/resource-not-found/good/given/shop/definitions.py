import dagster as dg

from floe_dagster import FloeDefinitions

nothing = dg.ResourceDefinition.none_resource()
defs = FloeDefinitions.from_compiled_artifacts("shop", resources={"warehouse": nothing, "mail": nothing})
