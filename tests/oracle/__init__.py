"""The linter's verdict against Dagster's, on generated projects.

``python -m tests.oracle --count 1000 --seed 0`` compares as many as one likes.
"""
