"""What the owner of a route is called in a message: ``schedule "daily"``, ``the file``."""

from __future__ import annotations

from floe_lint.kernel.positions import Route, show_route

_SINGULAR = {
    "jobs": "job",
    "schedules": "schedule",
    "sensors": "sensor",
    "partitions": "partition",
    "backfills": "backfill",
    "assets": "asset pattern",
}
_PROFILES = {
    "storage": "storage profile",
    "catalogs": "catalog profile",
    "compute": "compute profile",
    "layers": "layer",
}


def owner(route: Route) -> str:
    """The thing that a key at ``route`` belongs to, with its name where it has one."""
    if len(route) >= 3 and route[0] == "orchestration" and route[1] in _SINGULAR:
        named = f'{_SINGULAR[str(route[1])]} "{route[2]}"'
        return named if len(route) == 3 else f'"{show_route(route[3:])}" of {named}'
    if len(route) >= 2 and route[0] in _PROFILES:
        named = f'{_PROFILES[str(route[0])]} "{route[1]}"'
        return named if len(route) == 2 else f'"{show_route(route[2:])}" of {named}'
    if len(route) == 2 and isinstance(route[1], int):
        return f'item {route[1] + 1} of "{route[0]}"'
    return f'"{show_route(route)}"' if route else "the file"
