"""What the docs site shows that is made from the code: rule pages, the command line, the navigation."""
