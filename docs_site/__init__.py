"""The parts of the docs site that are generated from the code: rule pages, the command line, the navigation."""
