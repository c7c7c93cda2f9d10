"""Seeds and projects."""

from __future__ import annotations

from random import Random
from typing import Literal

from tests.oracle.draft import Draft, GeneratedProject, Plant
from tests.oracle.generate import free_draft, valid_draft
from tests.oracle.plants import DRAFT_PLANTERS, FILE_PLANTERS
from tests.oracle.render import project_files

Kind = Literal["valid", "planted", "free"]


def project_of_seed(seed: int, kind: Kind) -> GeneratedProject:
    """The project of a seed."""
    return draw_project(Random(f"{kind} {seed}"), kind, seed)


def draw_project(random: Random, kind: Kind, seed: int = 0) -> GeneratedProject:
    """A project from any source of randomness."""
    package = f"{kind}_{seed}"
    draft: Draft = free_draft(random, package) if kind == "free" else valid_draft(random, package)
    if kind != "planted":
        return GeneratedProject(seed, kind, draft, project_files(random, draft), None)
    plant: Plant | None = None
    while plant is None:
        # Some defects need a dbt project or a platform.yaml, which this project may not have.
        number = random.randrange(len(DRAFT_PLANTERS) + len(FILE_PLANTERS))
        if number < len(DRAFT_PLANTERS):
            plant = DRAFT_PLANTERS[number](random, draft)
            files = project_files(random, draft)
        else:
            files = project_files(random, draft)
            plant = FILE_PLANTERS[number - len(DRAFT_PLANTERS)](random, draft, files)
    return GeneratedProject(seed, kind, draft, files, plant)
