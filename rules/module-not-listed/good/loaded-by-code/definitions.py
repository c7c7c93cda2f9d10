from dagster import Definitions

import silver

defs = Definitions(assets=[silver.customers])
