"""The names of the commands, for those who have to know them without loading any."""

COMMANDS = ("lint", "explain", "rules", "graph", "schema", "lsp", "init", "baseline", "compile", "backfill")
