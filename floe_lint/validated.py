"""The only thing that can be loaded: a project whose report has no error."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from floe_lint.api import LintError, Options, adds_rules, lint_reported, open_project
from floe_lint.findings.finding import Report
from floe_lint.project.project import Project


class InvalidProjectError(Exception):
    """A project with errors; the message is the lint report as text."""

    def __init__(self, report: Report) -> None:
        from floe_lint.report import load_renderer
        from floe_lint.report.render_options import RenderOptions

        self.report = report
        text = load_renderer("text")(report, RenderOptions(working_directory=os.getcwd()))
        super().__init__(f"the project has errors and is not loaded\n\n{text.rstrip()}")


class ValidatedProject:
    """A project together with the report that found no error in it.

    Raises ``InvalidProjectError`` when the report has an error or a rule crashed: there is no other way to make
    one, and no flag that skips the check.
    """

    __slots__ = ("project", "report")

    def __init__(self, project: Project, report: Report) -> None:
        if not report.ok or report.crashed:
            raise InvalidProjectError(report)
        self.project = project
        self.report = report


def validate(
    path: str, environment: Mapping[str, str], vouched: Callable[[Project], bool] | None = None
) -> ValidatedProject:
    """Lint one floe.yaml with the variables of a running process and hand the project on if it is clean.

    ``vouched`` is asked first whether an earlier verdict holds for the project as it is now; only if it does not,
    the rules judge it. The rules that an organisation adds always do. Settings of the project cannot switch a rule
    off here or make an error a warning, and what a baseline holds counts; a waiver that still holds excuses a finding
    here as everywhere.

    Raises ``InvalidProjectError``, or ``LintError`` when linting was not possible or when a variable without a
    default has no value: only lint may leave that open.
    """
    options = Options(env=environment, use_configuration=False, use_baseline=False)
    project = open_project(path, options)
    if vouched is not None and not adds_rules(path) and vouched(project):
        report = Report(
            findings=(), suppressed=(), projects=(path,), rules={}, sources={}, variables=project.unset_variables
        )
    else:
        project, report = lint_reported(path, options)
    validated = ValidatedProject(project, report)
    if report.variables:
        names = ", ".join(report.variables)
        raise LintError(f"{path} needs variables that have neither a value nor a default: {names}")
    return validated
