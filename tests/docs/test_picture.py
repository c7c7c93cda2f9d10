"""The picture in the README is what ``floe lint`` prints today."""

from __future__ import annotations

import runpy

from tests.docs.blocks import ROOT


def test_the_picture_is_up_to_date() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "picture.py"))
    assert script["TARGET"].read_text(encoding="utf-8") == script["picture"](), "run: python scripts/picture.py"
