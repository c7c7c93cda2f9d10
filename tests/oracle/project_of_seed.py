"""Seeds and projects."""

from __future__ import annotations

from random import Random
from typing import Literal

from tests.oracle.draft import Draft, GeneratedProject, Plant
from tests.oracle.generate import free_draft, valid_draft
from tests.oracle.render import project_files

Kind = Literal["valid", "planted", "free"]


def project_of_seed(seed: int, kind: Kind) -> GeneratedProject:
    """The project of a seed."""
    return draw_project(Random(f"{kind} {seed}"), kind, seed)


def draw_project(random: Random, kind: Kind, seed: int = 0) -> GeneratedProject:
    """A project from any source of randomness."""
    package = f"{kind}_{seed}"
    draft: Draft = free_draft(random, package) if kind == "free" else valid_draft(random, package)
    plants: tuple[Plant, ...] = ()
    return GeneratedProject(seed, kind, draft, project_files(random, draft), plants)
