"""A floe project as rules see it: its files, its declarations, its assets and its graph."""
