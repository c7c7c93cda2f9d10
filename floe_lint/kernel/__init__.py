"""Positions, records, names, globs and processes: what every other folder may use."""
