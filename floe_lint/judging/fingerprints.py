"""Fingerprints: what makes a finding the same finding after edits elsewhere."""

from __future__ import annotations

from floe_lint.findings.problem import At
from floe_lint.judging.run import Run
from floe_lint.kernel.digests import sha256
from floe_lint.kernel.positions import Place
from floe_lint.yaml.nodes import Mapping, Scalar


class Identities:
    """Makes the fingerprints of one project's findings; equal ones are told apart by their order."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._seen: dict[str, int] = {}

    def of(self, rule: str, at: At | Place, place: Place) -> str:
        """A hash of rule, file, route and what is named there; never of a line or a message.

        List items count by their text instead of their index, so that an item added above changes nothing. Secrets
        are masked before: a weak one could be found from its hash.
        """
        parts = [rule, self._run.project.identity_path(place.path)]
        if isinstance(at, At):
            parts.append(self._stable(at))
        else:
            parts.append(self._run.project.text_at(place)[:200])
        digest = sha256(self._run.masked("\0".join(parts)))[:24]
        count = self._seen.get(digest, 0)
        self._seen[digest] = count + 1
        return digest if count == 0 else f"{digest}-{count + 1}"

    def _stable(self, at: At) -> str:
        document = self._run.project.document(at.document)
        steps = []
        for length, step in enumerate(at.route, 1):
            if isinstance(step, int):
                node = document.node(at.route[:length])
                steps.append(f"[{_name(node) or step}]")
            else:
                steps.append(step)
        node = document.node(at.route)
        text = node.text if isinstance(node, Scalar) else ""
        part = text[at.part[0] : at.part[1]] if at.part else ""
        return "\1".join([*steps, "key" if at.key else "value", part])


def _name(node: object) -> str | None:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        for key in ("name", "path", "type"):
            entry = node.get(key)
            if entry is not None and isinstance(entry.value, Scalar):
                return entry.value.text
    return None
