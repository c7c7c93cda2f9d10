"""Cron expressions as Dagster reads them, and the moments at which they fire."""
