"""Draws docs/images/lint.svg, the picture in the README: what ``floe lint`` prints for a small broken project.

``python scripts/picture.py`` writes it; a test holds that it is up to date.
"""

from __future__ import annotations

import os
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from floe_lint.api import lint
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.text import render

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "lint.svg"

FLOE = """\
name: shop
version: "1.0.0"

orchestration:
  asset_modules: [shop.assets]
  jobs:
    bronze_refresh:
      type: batch
      selection: ["group:bronz"]
  schedules:
    daily:
      job: bronze_refesh
      cron_schedule: "0 6 * * *"
  sensors:
    arrival:
      type: file_watcher
      job: bronze_refresh
      path: s3://lake/incoming/
"""
ASSETS = '''\
from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def bronze_customers(context, catalog):
    """Customers as they arrive."""
'''


def picture() -> str:
    """The SVG."""
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            Path("floe.yaml").write_text(FLOE, encoding="utf-8")
            Path("shop").mkdir()
            Path("shop/assets.py").write_text(ASSETS, encoding="utf-8")
            report = lint("floe.yaml")
            text = render(report, RenderOptions(color=True, width=96))
        finally:
            os.chdir(here)
    console = Console(record=True, width=96, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(f"$ floe lint\n{text}"))
    return console.export_svg(title="floe lint", unique_id="floe-lint")


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(picture(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
