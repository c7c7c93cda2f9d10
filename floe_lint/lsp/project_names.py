"""What names there are in a project, and what each means in a sentence or two."""

from __future__ import annotations

from floe_lint.dagster.selection.reach import members
from floe_lint.lsp.references import PROFILE_SECTIONS, Kind
from floe_lint.project.asset import Asset
from floe_lint.project.project import Project

SHOWN = 20
"""Names that a list in a hover shows."""

_ORIGINS = {
    "python": "defined in Python",
    "dbt": "a dbt model",
    "dbt source": "a dbt source",
    "external": "known only as a dependency",
}


def names_of(project: Project, kind: Kind) -> list[str]:
    """The names of a kind, in the order of the project."""
    declarations = project.declarations
    if kind == "job":
        return sorted(declarations.names("jobs"))
    if kind == "partitions":
        return sorted(declarations.names("partitions"))
    if kind == "asset":
        return [asset.key for asset in project.catalog.assets]
    if kind == "group":
        given = [pattern.settings.get("group_name") for pattern in declarations.patterns]
        return sorted({name for name in (*given, *(asset.group for asset in project.catalog.assets)) if name})
    if kind in PROFILE_SECTIONS:
        return list(dict.fromkeys(("default", *project.platform_profiles(PROFILE_SECTIONS[kind]))))
    return []


def summary(project: Project, kind: Kind, name: str) -> str | None:
    """What a name stands for, as Markdown; ``None`` where there is nothing of this name."""
    if kind == "job":
        return _job(project, name)
    if kind == "partitions":
        return _partitions(project, name)
    if kind == "asset":
        asset = project.catalog.by_key.get(name) or project.catalog.by_key.get(_key(project, name) or "")
        return None if asset is None else _asset(project, asset)
    if kind == "pattern":
        return _pattern(project, name)
    if kind == "group":
        found = [asset.key for asset in project.catalog.assets if asset.group == name]
        return f"group `{name}`: {listed(found, 'asset')}" if found else None
    if kind in PROFILE_SECTIONS:
        return _profile(project, kind, name)
    return None


def listed(keys: list[str], noun: str) -> str:
    """How many there are, and the first of them by name."""
    count = f"{len(keys)} {noun}{'' if len(keys) == 1 else 's'}"
    shown = "".join(f"\n- `{key}`" for key in keys[:SHOWN])
    more = f"\n- … and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return f"{count}\n{shown}{more}" if keys else count


def selected_keys(project: Project, mask: int) -> list[str]:
    """The keys of a set of assets."""
    assets = project.catalog.assets
    return [assets[number].key for number in members(mask)]


def _key(project: Project, name: str) -> str | None:
    return project.selected.index.key_of(name)


def _job(project: Project, name: str) -> str | None:
    job = project.declarations.jobs.get(name)
    if job is None:
        return None
    lines = [f"{job.type} job `{name}`"]
    if job.description:
        lines.append(job.description)
    if job.type == "ops":
        lines.append(f"calls `{job.target_function}`")
    else:
        mask = project.selected.mask(name) & project.selected.index.materializable
        lines.append(f"materializes {listed(selected_keys(project, mask), 'asset')}")
    declarations = project.declarations
    runs = [f"schedule `{entry.name}`" for entry in declarations.schedules.values() if entry.job == name]
    runs += [f"sensor `{entry.name}`" for entry in declarations.sensors.values() if entry.job == name]
    runs += [f"backfill `{entry.name}`" for entry in declarations.backfills.values() if entry.job == name]
    if runs:
        lines.append(f"run by {', '.join(runs)}")
    return "\n\n".join(lines)


def _partitions(project: Project, name: str) -> str | None:
    entry = project.declarations.partitions.get(name)
    if entry is None:
        return None
    lines = [f"{entry.type} partitions `{name}`"]
    if entry.window is not None:
        end = f" to `{entry.window.end}`" if entry.window.end else ""
        lines.append(
            f"from `{entry.window.start}`{end}, cron `{entry.window.cron_schedule}` in {entry.window.timezone}"
        )
    elif entry.type == "static":
        lines.append(listed([key for key in entry.partition_keys if key is not None], "key"))
    elif entry.type == "multi":
        dimensions = ", ".join(f"`{part.name}` ({part.type})" for part in entry.dimensions)
        lines.append(f"dimensions {dimensions}")
    used = [asset.key for asset in project.catalog.assets if asset.partitions == name]
    if used:
        lines.append(f"used by {listed(used, 'asset')}")
    return "\n\n".join(lines)


def _asset(project: Project, asset: Asset) -> str:
    facts = [_ORIGINS[asset.origin]]
    if asset.group:
        facts.append(f"group `{asset.group}`")
    if asset.partitions:
        facts.append(f"partitions `{asset.partitions}`")
    if asset.automation:
        facts.append(f"automation `{asset.automation}`")
    lines = [f"asset `{asset.key}`", ", ".join(facts)]
    if asset.owners:
        lines.append(f"owned by {', '.join(asset.owners)}")
    if asset.deps:
        lines.append("depends on " + ", ".join(f"`{dep.key}`" for dep in asset.deps[:SHOWN]))
    jobs = [
        f"`{job.name}`"
        for job in project.declarations.jobs.values()
        if any(found.key == asset.key for found in project.selected.assets(job.name))
    ]
    if jobs:
        lines.append(f"materialized by {', '.join(jobs)}")
    return "\n\n".join(lines)


def _pattern(project: Project, name: str) -> str | None:
    from floe_lint.project.asset_patterns import matches

    if not any(pattern.name == name for pattern in project.declarations.patterns):
        return None
    found = [asset.key for asset in project.catalog.materializable if matches(name, asset.key)]
    return f"`{name}` matches {listed(found, 'asset')}"


def _profile(project: Project, kind: Kind, name: str) -> str | None:
    profile = None if project.platform_file is None else project.platform_file.at((PROFILE_SECTIONS[kind], name))
    if profile is not None:
        return f"{kind} `{name}` of type `{profile.type}`"
    return f"{kind} `default`: the embedded one" if name == "default" else None
