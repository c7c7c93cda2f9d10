"""Hooks of MkDocs: pages made from the code, and the navigation."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from docs_site.command_line import command_line_page
from docs_site.navigation import navigation
from docs_site.rule_pages import rule_pages


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set the navigation to the pages there are."""
    config.nav = navigation(Path(config.docs_dir))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the code."""
    pages = {**rule_pages(), "reference/command-line.md": command_line_page()}
    for path, text in pages.items():
        files.append(File.generated(config, path, content=text))
    return files
