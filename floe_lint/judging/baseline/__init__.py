"""Findings that were there when a repository adopted the linter: known, and not counted until they are corrected."""
