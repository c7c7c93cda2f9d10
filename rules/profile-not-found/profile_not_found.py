"""A profile is not defined in platform.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, nearest, spelling

SECTIONS = {"storage": "storage", "catalog": "catalogs", "compute": "compute"}


def check(project: Project) -> Iterator[Problem]:
    """One problem for each reference to a profile that is not there."""
    document = project.platform
    if document is not None and document.root is None and document.defects:
        return
    for edge in project.graph.dangling("profile"):
        field, _, name = edge.target.name.partition(":")
        section = SECTIONS[field]
        known = project.platform_profiles(section)
        if name == "default" and not known:
            continue
        # Without a platform.yaml there is the embedded profile alone.
        names = ("default",) if document is None else known
        near = nearest(name, names)
        if document is None:
            way_out = 'there is no platform.yaml, and without one only "default" is known'
        elif near is not None:
            way_out = f'did you mean "{near}"?'
        else:
            defined = ", ".join(f'"{other}"' for other in known)
            way_out = f"it defines {defined}" if known else f'it has no section "{section}"'
        where = "" if document is None else " in platform.yaml"
        message = f'{field} profile "{name}" is not defined{where}; {way_out}'
        yield Problem(edge.at, message, fix=spelling(edge.at, name, near, names))
    layers = {} if project.platform_file is None else project.platform_file.layers
    for layer, settings in layers.items():
        for referred, field, section in (
            (settings.storage_ref, "storage_ref", "storage"),
            (settings.catalog_ref, "catalog_ref", "catalogs"),
        ):
            known = project.platform_profiles(section)
            if referred is None or referred in known or (referred == "default" and not known):
                continue
            near = nearest(referred, known)
            way_out = f'; did you mean "{near}"?' if near else ""
            at = At(("layers", layer, field), document="platform")
            yield Problem(
                at,
                f'layer "{layer}" refers to "{referred}", which is not defined under "{section}"{way_out}',
                fix=spelling(at, referred, near, known),
            )
