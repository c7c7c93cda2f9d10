"""One project, all that is compared of it."""

from __future__ import annotations

from pathlib import Path

from tests.oracle import completeness, naive_loader, soundness
from tests.oracle.draft import GeneratedProject
from tests.oracle.workspace import visited, write


def disagreements(project: GeneratedProject, folder: Path) -> list[str]:
    """What lint and Dagster do not agree on; the project is written to the folder, which is empty."""
    write(folder, project.files)
    with visited(folder):
        linted, report = soundness.lint(folder)
        errors = [finding for finding in report.findings if finding.severity == "error"]
        found = [] if errors or report.crashed else list(soundness.disagreements(linted, report))
    if report.crashed:
        found += [finding.message for finding in report.findings if finding.crash]
    plant = project.plant
    if plant is not None:
        missed = completeness.unreported(project, report.findings, plant)
        found += [missed] if missed is not None else []
        found += completeness.cascade(report.findings, plant)
        if not plant.by_dagster:
            return found
    elif project.kind == "valid":
        found += [f"the project is valid, but lint reports {error.rule}: {error.message}" for error in errors]
    with visited(folder):
        troubles = naive_loader.troubles(project.draft, folder)
    if plant is not None and not troubles:
        found.append(f"{plant.rules} was planted, but Dagster has no trouble with it")
    found += completeness.missed(errors, troubles)
    if plant is None:
        found += completeness.alarms(errors, troubles)
    return found
