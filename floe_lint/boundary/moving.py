"""Fixes that take what is infrastructure out of floe.yaml: into platform.yaml, secrets into the environment.

None of them is safe: a value in platform.yaml serves every project that reads the file, and a secret that was
written down has to be revoked, which no edit can do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from floe_lint.findings.problem import At, Fix, Remove, Replace, Set, Transfer
from floe_lint.format.fields import fields_of
from floe_lint.format.platform_yaml import PlatformObservability
from floe_lint.kernel.positions import Key, Route
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping, Node, Scalar

PROFILES = {("storage",): "storage", ("catalog",): "catalogs", ("compute",): "compute"}
"""The keys of floe.yaml that name a profile, and the sections of platform.yaml that describe it."""


def into_platform(floe: Document, platform: Document | None, route: Route, secrets: Collection[str]) -> Fix | None:
    """The fix for a breach at a route of floe.yaml that has a counterpart in platform.yaml."""
    if len(route) >= 2 and route[:1] in PROFILES:
        return _profile(floe, platform, str(route[0]), secrets)
    if len(route) == 2 and route[0] == "observability":
        return _setting(floe, platform, route, secrets)
    return None


def into_environment(at: At, scalar: Scalar, text: str) -> Fix | None:
    """The fix that has a literal secret read from an environment variable that ``text``, the file, does not use."""
    name = _variable(at.route)
    if at.key or not name or f"${{{name}" in text:
        return None
    return Fix(
        f"Read it from the environment variable {name}",
        (Replace(At(at.route, document=at.document), scalar.text, f"${{{name}}}"),),
        note=f"Set the environment variable {name} to a new secret and revoke the old one: it stays in the history.",
    )


def _setting(floe: Document, platform: Document | None, route: Route, secrets: Collection[str]) -> Fix | None:
    """One value, such as an endpoint, to the key of the same name."""
    node = floe.node(route)
    section = floe.node(route[:1])
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or not isinstance(section, Mapping):
        return None
    name = str(route[1])
    if name not in fields_of(PlatformObservability) or any(secret in node.text for secret in secrets):
        return None
    # An entry that would be left empty goes too.
    removal = Remove(route if len(section.entries) > 1 else route[:1])
    known = None if platform is None else platform.node(route)
    title = f'Move "{name}" to platform.yaml'
    if known is None:
        return Fix(title, (removal, Set(route, node.text)))
    if isinstance(known, Scalar) and known.text == node.text:
        return Fix(f'Remove "{name}", which platform.yaml has already', (removal,))
    return None


def _profile(floe: Document, platform: Document | None, key: str, secrets: Collection[str]) -> Fix | None:
    """A profile that is written out where its name belongs."""
    written = floe.node((key,))
    if not isinstance(written, Mapping):
        return None
    section = PROFILES[(key,)]
    name = _free_name(floe, platform, section)
    if name is None:
        return None
    references = []
    for route, node in _scalars(written, (key,)):
        if any(secret in node.text for secret in secrets):
            references.append((route, _variable(route)))
    notes = [
        f"Set the environment variable {variable} to a new secret and revoke the old one: it stays in the history."
        for _, variable in references
    ]
    return Fix(
        f"Describe the profile in platform.yaml as {section}.{name}, and name it here",
        (Transfer(route=(key,), to=(section, name), leave=name, secrets=tuple(references)),),
        note="\n".join(notes) or None,
    )


def _free_name(floe: Document, platform: Document | None, section: str) -> str | None:
    project = floe.node(("name",))
    names = ["default"]
    if isinstance(project, Scalar) and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", project.text):
        names.append(project.text)
    profiles = None if platform is None else platform.node((section,))
    taken = profiles.entries if isinstance(profiles, Mapping) else {}
    return next((name for name in names if name not in taken), None)


def _scalars(node: Node, route: Route) -> Iterator[tuple[Route, Scalar]]:
    if isinstance(node, Scalar):
        yield route, node
        return
    steps: list[tuple[Key, Node]]
    if isinstance(node, Mapping):
        steps = [(key, entry.value) for key, entry in node.entries.items()]
    else:
        steps = list(enumerate(node.items))
    for step, child in steps:
        yield from _scalars(child, (*route, step))


def _variable(route: Route) -> str:
    """A name for the environment variable that holds what stands at a route."""
    steps = route[2:] if route[:1] == ("orchestration",) else route
    name = re.sub(r"[^A-Za-z0-9]+", "_", "_".join(str(step) for step in steps)).strip("_").upper()
    return name if name and not name[0].isdigit() else ""
