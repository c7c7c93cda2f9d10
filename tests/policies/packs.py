"""Packs and projects made for one test."""

from __future__ import annotations

from pathlib import Path

PAGE = "## What it does\n\nChecks something.\n"
OWNER = """\
select: jobs
condition: 'size(node.owners) > 0'
message: 'job "{node.name}" has no owner'
"""
FLOE = """\
name: shop
version: "1.0.0"

orchestration:
  jobs:
    refresh:
      type: batch
      selection: ["*"]
"""


def write(path: Path, text: str) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_rule(pack: Path, rule: str, front: str, code: str | None = None) -> None:
    """Write a rule with this front matter beside its severity."""
    write(pack / rule / "rule.md", f'---\nseverity: error\nsince: "1.0.0"\n{front}---\n\n{PAGE}')
    if code is not None:
        write(pack / rule / f"{rule.replace('-', '_')}.py", code)


def write_pack(folder: Path, name: str = "acme", front: str = OWNER, rule: str = "job-owner") -> Path:
    """Write a pack of one rule."""
    write(folder / "pack.yaml", f"name: {name}\n")
    write_rule(folder, rule, front)
    return folder


def write_project(folder: Path, settings: str, floe: str = FLOE) -> Path:
    """Write a repository with one project and its configuration."""
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    write(folder / "floe-lint.toml", settings)
    write(folder / "floe.yaml", floe)
    return folder
