"""dbt's ``manifest.json``, and the Dagster assets that its nodes become. Nothing here runs or imports dbt."""
