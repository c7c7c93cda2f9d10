"""Measures floe-lint beside its peers and prints a table of ratios: ``make bench``.

Every ratio is taken in one run of this program: the two commands alternate, and the median of the ratios of their
processor times counts, so that a machine that slows down slows both. Seconds are never printed.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks import inputs
from benchmarks.pairs import Pair, measure

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ecommerce" / "floe.yaml"


def main() -> None:
    """Generate the inputs, measure every pair, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="how often each pair is run (default 9)")
    parser.add_argument("--only", help="only pairs whose name contains this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        pairs = _pairs(Path(name))
        if options.only:
            pairs = [pair for pair in pairs if options.only in pair.name]
        print(f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
        print()
        print("| what | against | ratio | bound |")
        print("|---|---|---|---|")
        for pair in pairs:
            ratio = measure(pair, options.rounds)
            held = "" if ratio <= pair.bound else " (not held)"
            print(f"| {pair.name} | {pair.against} | {ratio:.2f} | {pair.bound:g}{held} |", flush=True)


def _pairs(folder: Path) -> list[Pair]:
    bin_folder = Path(sys.executable).parent
    python = sys.executable
    floe = (str(bin_folder / "floe"), "lint")
    nothing = (python, "-c", "pass")
    yamllint = (str(bin_folder / "yamllint"), "-d", "relaxed")
    cold = (*floe, "--no-cache")
    large = inputs.large_floe_yaml(folder / "large", lines=50_000)
    modules = inputs.asset_modules(folder / "modules", count=1_000)
    some, many = (inputs.dbt_project(folder / f"dbt{count}", models=count) for count in (10_000, 50_000))
    workflow = inputs.workflow(folder / "workflow")
    zizmor = (str(bin_folder / "zizmor"), "--offline", "--quiet", "--no-progress", "--no-exit-codes")
    monorepo = inputs.monorepo(folder / "monorepo", projects=500)
    parse = "import ast,pathlib,sys\nfor p in pathlib.Path(sys.argv[1]).rglob('*.py'): ast.parse(p.read_bytes())"
    decode = (
        "import gc,sys\ngc.disable()\nfrom floe_lint.dbt.read_manifest import read_manifest\n"
        "read_manifest(sys.argv[1], 1 << 40)"
    )
    read = "import pathlib,sys\npathlib.Path(sys.argv[1]).read_bytes()"
    start = "import subprocess,sys\nfor _ in range(500): subprocess.run([sys.executable, '-c', 'pass'])"
    there = ("sh", "-c", 'cd "$0" && exec "$@"', str(EXAMPLE.parent))
    validate = (*there, str(bin_folder / "dagster"), "definitions", "validate")
    reads = {path: (python, "-c", read, str(inputs.manifest_of(path))) for path in (some, many)}
    decodes = (python, "-c", decode, str(inputs.manifest_of(many)))
    parses = (python, "-c", parse, str(modules.parent))
    changed = ("sh", "-c", 'echo "# changed" >> "$0" && exec "$@"', str(inputs.first_module_of(modules)), *floe)
    return [
        Pair("`floe --version`", (str(bin_folder / "floe"), "--version"), "`python -c pass`", nothing, 1.5),
        Pair("the example, cold", (*cold, str(EXAMPLE)), "yamllint, its floe.yaml", (*yamllint, str(EXAMPLE)), 0.6),
        Pair("the example, cold", (*cold, str(EXAMPLE)), "`dagster definitions validate`", validate, 0.04, 3),
        Pair("the example, unchanged", (*floe, str(EXAMPLE)), "`python -c pass`", nothing, 1.5),
        Pair("the example, unchanged", (*floe, str(EXAMPLE)), "zizmor, a workflow", (*zizmor, str(workflow)), 1),
        Pair("50,000 lines", (*cold, "-q", str(large)), "yamllint, the same file", (*yamllint, str(large)), 0.3, 3),
        Pair("10,000 dbt models", (*cold, str(some)), "reading the manifest", reads[some], 3, 5),
        Pair("50,000 dbt models", (*cold, str(many)), "reading the manifest", reads[many], 3, 5),
        Pair("50,000 dbt models, only read", decodes, "reading the manifest", reads[many], 3, 5),
        Pair("1,000 modules", (*cold, str(modules)), "`ast.parse`", parses, 0.15, 3),
        Pair("1,000 modules, one changed", (*changed, str(modules)), "`ast.parse`", parses, 0.15, 5),
        Pair("500 projects", (*cold, "-q", str(monorepo)), "500 × `python -c pass`", (python, "-c", start), 1, 3),
    ]


if __name__ == "__main__":
    main()
