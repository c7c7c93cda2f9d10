"""Paths as exchange formats want them: POSIX, relative to the repository's root."""

from __future__ import annotations

import os

from floe_lint.report.render_options import RenderOptions


def repository_path(path: str, options: RenderOptions) -> str:
    """A finding's path relative to the repository's root; absolute where the file lies outside of it."""
    absolute = os.path.abspath(os.path.join(options.working_directory, path))
    root = os.path.abspath(options.repository_root or options.working_directory)
    relative = os.path.relpath(absolute, root).replace(os.sep, "/")
    return absolute.replace(os.sep, "/") if relative.startswith("../") else relative
