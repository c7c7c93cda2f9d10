"""Hooks of MkDocs: addresses, pages and schemas from the code, and the navigation."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docs_site.command_line import command_line_page
from docs_site.floe_yaml_page import PATH as FLOE_YAML
from docs_site.floe_yaml_page import floe_yaml_page
from docs_site.navigation import navigation
from docs_site.policy_fields import PAGE, with_policy_fields
from docs_site.project_page import project_page
from docs_site.rule_pages import rule_pages
from docs_site.schema_files import schema_files
from docs_site.unused_fields import unused_fields_page
from floe_lint import addresses


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set the site's own addresses, and the navigation to the existing pages."""
    config.site_url = f"{addresses.SITE}/" if addresses.SITE else ""
    if addresses.REPOSITORY:
        config.repo_url, config.repo_name = addresses.REPOSITORY, addresses.REPOSITORY.rpartition("/")[2]
    config.nav = navigation(Path(config.docs_dir))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages and schemas that are generated from the code."""
    made = {
        **rule_pages(),
        "reference/command-line.md": command_line_page(),
        FLOE_YAML: floe_yaml_page(),
        "reference/project.md": project_page(),
        "reference/unused-fields.md": unused_fields_page(),
        **schema_files(),
    }
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_others: object) -> str:
    """Add what is made from the code to a page that is written by hand."""
    return with_policy_fields(markdown) if page.file.src_uri == PAGE else markdown
