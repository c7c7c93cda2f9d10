"""The selection language of batch jobs: its syntax, its meaning, and its rendering for Dagster."""
