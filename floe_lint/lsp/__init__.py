"""The language server, ``floe lsp``: one file for each thing that an editor asks for.

It needs the extra ``lsp``; nothing else in the linter imports it.
"""
