"""One shell session that runs the blocks of a page."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from floe_lint import __version__
from tests.docs.blocks import ROOT, Block, Command, agrees, commands_of
from tests.docs.folders import prepare


class Ran(NamedTuple):
    """What became of a command."""

    line: int
    command: Command
    expected_code: int
    code: int
    output: str

    @property
    def agrees(self) -> bool:
        """Whether it did what the page shows."""
        return self.code == self.expected_code and (not self.command.output or agrees(self.command.output, self.output))


def run_blocks(blocks: list[Block], folder: Path) -> list[Ran]:
    """Run the console blocks of a page in order, in one shell, beginning in an empty folder."""
    results = folder / "results"
    start = folder / "start" / "shop"
    for made in (results, start, folder / "home"):
        made.mkdir(parents=True)
    script = [f"cd {shlex.quote(str(start))}"]
    planned: list[tuple[int, Command, int]] = []
    for number, block in enumerate(blocks):
        if "in" in block.said:
            place = folder / f"in{number}" / block.said["in"].rpartition("/")[2].replace(" ", "-")
            prepare(block.said["in"], place)
            script.append(f"cd {shlex.quote(str(place))}")
        if "file" in block.said:
            source = results / f"{number}.file"
            source.write_text(block.text, encoding="utf-8")
            target = shlex.quote(block.said["file"])
            script.append(f'mkdir -p "$(dirname {target})" && cp {shlex.quote(str(source))} {target}')
        if block.language != "console" or "not run" in block.said:
            continue
        commands = commands_of(block)
        for command in commands:
            last = command is commands[-1]
            out = results / str(len(planned))
            script.append(f"{{ {command.text}\n}} > {out} 2>&1 < /dev/null; echo $? > {out}.code")
            planned.append((block.line, command, int(block.said.get("exits", "0")) if last else 0))
    if not planned:
        return []
    subprocess.run(["bash", "-c", "\n".join(script)], env=_environment(folder), check=True, timeout=600)
    return [
        Ran(line, command, expected, int((results / f"{number}.code").read_text()), (results / str(number)).read_text())
        for number, (line, command, expected) in enumerate(planned)
    ]


def _environment(folder: Path) -> dict[str, str]:
    """An environment in which ``floe`` and ``floe-lint`` are those of this checkout, installed or not."""
    programs = folder / "bin"
    programs.mkdir()
    for name, arguments in (("floe", '"$@"'), ("floe-lint", 'lint "$@"')):
        program = programs / name
        program.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -m floe_lint {arguments}\n")
        program.chmod(0o755)
    packages = folder / "packages" / f"floe_lint-{__version__}.dist-info"
    packages.mkdir(parents=True)
    (packages / "METADATA").write_text(f"Metadata-Version: 2.1\nName: floe-lint\nVersion: {__version__}\n")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    table = project.partition('[project.entry-points."floe.commands"]\n')[2].partition("\n[")[0]
    (packages / "entry_points.txt").write_text("[floe.commands]\n" + table.replace('"', ""))
    kept = {name: os.environ[name] for name in ("TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "PATH": os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(packages.parent)]),
        "HOME": str(folder / "home"),
        "FLOE_LINT_CACHE_DIR": str(folder / "cache"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "GIT_AUTHOR_NAME": "floe",
        "GIT_AUTHOR_EMAIL": "floe@example.com",
        "GIT_COMMITTER_NAME": "floe",
        "GIT_COMMITTER_EMAIL": "floe@example.com",
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
    }
