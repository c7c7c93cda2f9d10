"""Hostile input for everything that reads text: ``python -m tests.fuzz yaml --seconds 60``."""
