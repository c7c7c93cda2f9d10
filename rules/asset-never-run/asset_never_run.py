"""Assets that nothing ever runs."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, unknown_parts


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such asset; one in all where nothing runs any asset.

    None while a selection names what does not exist: what it meant to select would be reported as well.
    """
    declarations, selected = project.declarations, project.selected
    if declarations.invalid["jobs"] or declarations.invalid["assets"] or not project.catalog.complete:
        return
    run = 0
    for job in declarations.jobs.values():
        terms = selected.terms.get(job.name, ())
        if not selected.is_known(job) or any(unknown_parts(term, selected.index) for term in terms):
            return
        run |= selected.mask(job.name)
    materializable = selected.index.materializable
    never = [asset for asset in selected.assets_of(materializable & ~run) if not asset.may_be_automatic]
    if len(never) > 1 and len(never) == len(project.catalog.materializable):
        yield Problem(
            At(("orchestration",), key=True),
            f"nothing runs any of the {len(never)} assets: no job selects one and none has an automation condition",
            help="until then they run when somebody materializes them by hand",
        )
        return
    for asset in never:
        yield Problem(
            asset.place or At(("orchestration", "dbt"), key=True),
            f'nothing runs asset "{asset.key}": no job selects it and it has no automation condition',
        )
