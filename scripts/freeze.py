"""Freezes what the linter says, and compares: a change that moves code around changes no report.

``python scripts/freeze.py write DIR`` writes input projects to ``DIR/projects`` and the JSON report of each to
``DIR/reports``. ``python scripts/freeze.py compare DIR`` lints the same projects again, with the linter of the checkout
that the script lies in, prints how the reports differ and exits with 1 if any does. A copy of DIR has to keep the
times of the files (``cp -a``), which some rules compare.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import difflib
import io
import multiprocessing
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOMENT = datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.timezone.utc)
"""When every project is judged."""
FILE_TIME = 1_700_000_000
BATCH = 200
"""Projects that one process judges, so that its memory stays small."""


def main(arguments: list[str]) -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("write", "compare"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000, help="generated projects to write")
    options = parser.parse_args(arguments)
    folder: Path = options.folder.resolve()
    if options.command == "write":
        _write_projects(folder / "projects", options.count)
    elif not (folder / "reports").is_dir():
        parser.error(f'"{folder}" holds no reports; write them first')
    count = differing = 0
    for name, report in _reports(folder / "projects"):
        count += 1
        path = folder / "reports" / f"{name}.json"
        if options.command == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(report, encoding="utf-8")
        elif (frozen := path.read_text(encoding="utf-8")) != report:
            differing += 1
            lines = (frozen.splitlines(keepends=True), report.splitlines(keepends=True))
            sys.stdout.writelines(difflib.unified_diff(*lines, f"frozen/{name}", f"now/{name}"))
    print(f"{count} reports written" if options.command == "write" else f"{differing} of {count} reports differ")
    return 1 if differing else 0


def _write_projects(projects: Path, count: int) -> None:
    """Every project, from the cases, examples and generators of this checkout."""
    projects.mkdir(parents=True)
    sys.path.insert(0, str(ROOT))
    _write_cases(projects / "cases")
    for example in ("ecommerce", "ecommerce-broken"):
        _copy(ROOT / "examples" / example, projects / "examples" / example)
    for excerpt in sorted((ROOT / "tests" / "quickstart" / "excerpts").glob("*.yaml")):
        _copy(ROOT / "tests" / "quickstart", projects / "quickstart" / excerpt.stem, excerpt)
    _write_generated(projects / "generated", count)


def _write_cases(cases: Path) -> None:
    """The good and bad cases of rules, and the projects of their fixes, before and after."""
    from tests.rule_cases import RULES, SHOP, Case, all_cases, configuration, set_times

    fixes = (path for path in sorted(RULES.glob("*/fix/*")) if path.is_dir() or path.suffix in (".yaml", ".yml"))
    for case in [*all_cases(), *(Case(path.parent.parent.name, False, path) for path in fixes)]:
        folder = cases / case.path.relative_to(RULES)
        if case.path.is_dir():
            _copy(case.path, folder)
            set_times(case._replace(path=folder))
        else:
            _copy(SHOP, folder, case.path)
            configuration(case, folder)


def _write_generated(generated: Path, count: int) -> None:
    """Projects of the oracle, of all kinds in turn."""
    from tests.oracle.keeping import SUBJECTS
    from tests.oracle.module_code import package
    from tests.oracle.project_of_seed import project_of_seed
    from tests.oracle.workspace import write

    for number in range(count):
        seed, kind = number // len(SUBJECTS), SUBJECTS[number % len(SUBJECTS)]
        if kind == "modules":
            modules = package(Random(f"modules {seed}"))
            files = {f"shop/{name}.py": text for name, text in modules.items()}
            files["shop/__init__.py"] = ""
            files["floe.yaml"] = 'name: shop\nversion: "1.0.0"\norchestration:\n  asset_modules: [shop.main]\n'
        else:
            files = dict(project_of_seed(seed, kind).files)
        folder = generated / f"{kind}-{seed}"
        write(folder, files)
        _settle(folder)


def _copy(source: Path, folder: Path, floe: Path | None = None) -> None:
    """A project, with another floe.yaml if one is given."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__", ".floe"))
    if floe is not None:
        shutil.copyfile(floe, folder / "floe.yaml")
    _settle(folder)


def _settle(folder: Path) -> None:
    """Make it a repository of its own, beyond which nothing is looked for, with all files of one time."""
    (folder / ".git").mkdir(exist_ok=True)
    for path in folder.rglob("*"):
        os.utime(path, (FILE_TIME, FILE_TIME))


def _reports(projects: Path) -> Iterator[tuple[str, str]]:
    """The names of all projects, which are their paths, each with its report."""
    found = sorted(path.parent for path in projects.rglob(".git"))
    names = [path.relative_to(projects).as_posix() for path in found]
    # A new process for each batch; each begins with the clock, before the linter is imported.
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, initializer=_begin, initargs=(projects,), maxtasksperchild=1) as pool:
        batches = [names[start : start + BATCH] for start in range(0, len(names), BATCH)]
        for batch, reports in zip(batches, pool.imap(_lint_all, batches), strict=True):
            yield from zip(batch, reports, strict=True)


def _begin(projects: Path) -> None:
    """Linting depends on nothing but the projects and the linter of this checkout."""
    datetime.datetime = _Clock  # type: ignore[misc]
    for name in set(os.environ) - {"HOME"}:
        del os.environ[name]
    sys.path.insert(0, str(ROOT))
    os.chdir(projects)


def _lint_all(names: list[str]) -> list[str]:
    return [_lint(name) for name in names]


def _lint(name: str) -> str:
    """The report of a project under its env files, or why there is none."""
    from floe_lint.cli import main as floe

    # A rule whose case this is may be a preview, which only its own name turns on.
    rules = ["ALL", *name.split("/")[1:2]] if name.startswith("cases/") else ["ALL"]
    arguments = ["lint", "--format", "json", "--no-cache", "--show-info", "--show-suppressed"]
    arguments += ["--select", ",".join(rules)]
    arguments += [f"--env-file={path}" for path in sorted(Path(name).glob("*.env"))]
    said = io.BytesIO()
    stream = io.TextIOWrapper(said, encoding="utf-8", newline="", write_through=True)
    code: object = None
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        try:
            floe([*arguments, f"{name}/floe.yaml"])
        except SystemExit as end:
            code = end.code
    return f"{said.getvalue().decode('utf-8')}exit code {code}\n"


_datetime = datetime.datetime


class _ClockType(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _datetime) if cls is _Clock else type.__instancecheck__(cls, instance)


class _Clock(datetime.datetime, metaclass=_ClockType):
    """Makes what ``datetime`` makes, except that it is always the same moment."""

    def __new__(cls, *arguments: Any, **named: Any) -> Any:
        return _datetime.__new__(_datetime if cls is _Clock else cls, *arguments, **named)

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return MOMENT.astimezone(tz) if tz is not None else MOMENT.astimezone().replace(tzinfo=None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
