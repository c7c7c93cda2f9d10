"""Showing the graph of a project to people and programs."""
