"""``floe compile``: lint, let dbt parse its models, lint again with the manifest, write the artifact."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from floe_dagster.artifacts import write_artifact
from floe_dagster.loading.dbt_project import locate_dbt
from floe_dagster.project import FloeLoadError, find_floe_file
from floe_lint.api import LintError, Options, lint_reported
from floe_lint.findings.finding import Report
from floe_lint.project.project import Project
from floe_lint.report import load_renderer
from floe_lint.report.render_options import RenderOptions


def compile_artifacts(path: str | None, *, parse_dbt: bool) -> int:
    """Compile a project; 0 when it is valid, 1 when lint found errors or dbt failed, 2 when it could not start."""
    try:
        floe = str(_floe_file(path))
        settings = Options(env=os.environ, use_configuration=False, use_baseline=False)
        project, report = lint_reported(floe, settings._replace(manifests=not parse_dbt))
        if report.ok and parse_dbt and project.declarations.dbt is not None:
            if report.variables:
                return _unset(report)
            status = _parse(project)
            if status != 0:
                return status
            project, report = lint_reported(floe, settings)
    except (FloeLoadError, LintError) as error:
        print(f"floe compile: {error}", file=sys.stderr)
        return 2
    if _show(report) != 0:
        return 1
    if report.variables:
        return _unset(report)
    written = write_artifact(project, os.environ, waived=any(known.state == "used" for known in report.waivers))
    print(f"wrote {os.path.relpath(written)}")
    return 0


def _unset(report: Report) -> int:
    names = ", ".join(report.variables)
    print(f"floe compile: these variables have neither a value nor a default: {names}", file=sys.stderr)
    return 1


def _floe_file(path: str | None) -> Path:
    if path is None:
        return find_floe_file(None, None)
    given = Path(path)
    if given.is_dir():
        given = next((given / name for name in ("floe.yaml", "floe.yml") if (given / name).is_file()), given)
    if not given.is_file():
        raise FloeLoadError(f'there is no floe.yaml in "{path}"')
    return given


def _show(report: Report) -> int:
    options = RenderOptions(working_directory=os.getcwd(), color=sys.stdout.isatty())
    sys.stdout.write(load_renderer("text")(report, options))
    sys.stdout.flush()
    return 0 if report.ok else 1


def _parse(project: Project) -> int:
    """Run ``dbt parse`` where the project is; what dbt says of an error is shown as it is."""
    from floe_dagster.loading.dbt_project import profile_secrets, profiles_folder
    from floe_dagster.loading.dbt_references import secrets_for_parsing

    folder = Path(project.files.folder).resolve()
    located = locate_dbt(project, folder)
    dbt = Path(sys.executable).with_name("dbt")
    command = [str(dbt) if dbt.exists() else "dbt", "parse", "--target-path", str(located.manifest.parent)]
    command += ["--project-dir", str(located.directory)]
    command += ["--profiles-dir", str(profiles_folder(project, located, folder))]
    if located.target is not None:
        command += ["--target", located.target]
    secrets = secrets_for_parsing(dict(profile_secrets(project, located)))
    try:
        result = subprocess.run(
            command, cwd=located.directory, env={**os.environ, **secrets}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        print('floe compile: dbt is not installed; run: pip install "floe-lint[dagster]"', file=sys.stderr)
        return 2
    if result.returncode != 0:
        sys.stderr.write(result.stdout + result.stderr)
        print(
            f"floe compile: dbt could not parse the project in {os.path.relpath(located.directory)}; "
            "what dbt says is above. Correct it and run floe compile again",
            file=sys.stderr,
        )
        return 1
    written = located.manifest.parent / "manifest.json"
    if written != located.manifest:
        written.replace(located.manifest)
    return 0
