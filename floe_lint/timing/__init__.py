"""Time as Dagster sees it: cron, zones, partition keys. Plain strings in, named tuples out."""
