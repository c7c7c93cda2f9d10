"""From what a fix changes, named by routes, to edits of a file's text."""
