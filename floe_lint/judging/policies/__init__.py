"""Policies: rules that select nodes, state a condition in CEL and a message, and need no Python."""
