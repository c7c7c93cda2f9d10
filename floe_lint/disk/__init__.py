"""The file system: one door to it, caches, discovery, and what git says has changed."""
