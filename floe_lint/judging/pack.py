"""Rule packs: a folder with ``pack.yaml`` in which every folder is one rule."""

from __future__ import annotations

import marshal
import os
import re
import sys
from typing import Any

from floe_lint import addresses
from floe_lint.disk import filesystem
from floe_lint.findings.finding import SEVERITIES, RuleInfo
from floe_lint.judging.rule import Rule
from floe_lint.settings.pack_file import PACK_FILE, WORDS, PackError, mapping, pack_settings, text_of
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document

RULE_FILE = "rule.md"


def builtin_pack_folder() -> str:
    """The folder of the built-in pack: inside the installed package, else beside it in a checkout.

    Raises ``PackError`` when neither is there.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.path.join(package, "builtin_rules"), os.path.join(os.path.dirname(package), "rules")):
        if filesystem.is_file(os.path.join(folder, PACK_FILE)):
            return folder
    raise PackError(f"the built-in rules are missing beside {package}; install floe-lint again")


def load_pack(folder: str) -> list[Rule]:
    """Every rule of a pack, by id, from the cache where its files are unchanged.

    Raises ``PackError`` for a defect in the pack itself.
    """
    from floe_lint.judging.pack_cache import cached_pack

    return cached_pack(folder, read_pack)


def read_pack(folder: str) -> list[Rule]:
    """Every rule of a pack, by id, read from its files. Raises ``PackError``."""
    settings = pack_settings(folder)
    base = str(settings.get("documentation", ""))
    name = str(settings["name"])
    rules = []
    for entry in (name for name, _ in filesystem.entries(folder) or ()):
        path = os.path.join(folder, entry, RULE_FILE)
        if filesystem.is_file(path):
            rules.append(_load_rule(entry, path, base, name))
    return rules


def split_page(path: str, text: str) -> tuple[str, str]:
    """The front matter of a rule's page, and the page. Lines keep their numbers. Raises ``PackError``."""
    if not text.startswith("---\n") or (end := text.find("\n---\n", 4)) < 0:
        raise PackError(f'{path}: the file must start with front matter between two lines "---"')
    return "\n" + text[4 : end + 1], text[end + 5 :].strip() + "\n"


def front_matter(path: str) -> Document:
    """The front matter of a rule's page with its positions in the file. Raises ``PackError``."""
    return parse_document(path, split_page(path, text_of(path))[0])


def _load_rule(rule_id: str, path: str, documentation: str, pack: str) -> Rule:
    if not re.fullmatch(WORDS, rule_id):
        raise PackError(f'{path}: the folder of a rule is its id, lower-case words joined by "-"')
    matter, markdown = split_page(path, text_of(path))
    front = mapping(path, matter)
    unknown = set(front) - _FRONT_KEYS
    if unknown:
        raise PackError(f"{path}: unknown front matter key {min(unknown)!r}")
    severity = front.get("severity")
    if severity not in SEVERITIES:
        raise PackError(f'{path}: "severity" must be one of {", ".join(SEVERITIES)}')
    if front.get("stage", "project") not in ("project", "report", "waivers"):
        raise PackError(f'{path}: "stage" must be "project", "report" or "waivers"')
    if front.get("fix") not in (None, "safe", "unsafe"):
        raise PackError(f'{path}: "fix" must be "safe" or "unsafe"')
    code = os.path.join(os.path.dirname(path), rule_id.replace("-", "_") + ".py")
    has_code = filesystem.is_file(code)
    forbid = front.get("forbid")
    policy = _policy(path, front)
    if not has_code and forbid is None and policy is None:
        raise PackError(f'{path}: the rule has no "{os.path.basename(code)}", no "forbid" patterns and no "condition"')
    if policy is not None and (has_code or forbid is not None):
        raise PackError(f'{path}: a rule with a "condition" takes neither Python nor "forbid" patterns')
    from floe_lint.judging.rule_options import defect_of_specs

    options = front.get("options", {})
    defect = defect_of_specs(options)
    if defect is not None:
        raise PackError(f"{path}: {defect}")
    tags = front.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise PackError(f'{path}: "tags" must be a list of words')
    score = front.get("security_severity")
    info = RuleInfo(
        id=rule_id,
        severity=severity,
        since=str(front.get("since", "")),
        tags=tuple(tags),
        summary=_summary(path, markdown),
        markdown=markdown,
        help_uri=_page_of(documentation, rule_id),
        ignorable=bool(front.get("ignorable", True)),
        preview=bool(front.get("preview", False)),
        security_severity=None if score is None else float(score),
        fix=front.get("fix"),
    )
    return Rule(
        info=info,
        folder=os.path.dirname(path),
        code=code if has_code else None,
        forbid=forbid,
        stage=front.get("stage", "project"),
        options=options,
        configured=bool(front.get("configured", False)),
        policy=policy,
        pack=pack,
    )


def _page_of(documentation: str, rule_id: str) -> str:
    """The address of a rule's page; ``{site}`` is the site of floe-lint, without which there is none."""
    if "{site}" in documentation and not addresses.SITE:
        return ""
    return documentation.replace("{site}", addresses.SITE).replace("{rule}", rule_id)


_POLICY_KEYS = ("select", "condition", "message", "help")


def _policy(path: str, front: dict[str, Any]) -> dict[str, str] | None:
    given = {key: front[key] for key in _POLICY_KEYS if key in front}
    if not given:
        return None
    for key in _POLICY_KEYS[:3]:
        if not isinstance(given.get(key), str) or not given[key].strip():
            raise PackError(f'{path}: a policy needs "select", "condition" and "message" as text; "{key}" is missing')
    if not isinstance(given.get("help", ""), str):
        raise PackError(f'{path}: "help" must be text')
    return given


_FRONT_KEYS = frozenset(
    [
        "severity",
        "since",
        "tags",
        "ignorable",
        "preview",
        "security_severity",
        "stage",
        "forbid",
        "fix",
        "options",
        "configured",
        *_POLICY_KEYS,
    ]
)


def _summary(path: str, markdown: str) -> str:
    """The first sentence of the rule's first part, which every front end shows as its title."""
    lines = iter(markdown.splitlines())
    for line in lines:
        if line.startswith("## "):
            break
    words: list[str] = []
    for line in lines:
        if line.startswith("## ") or (words and not line.strip()):
            break
        words.append(line.strip())
    paragraph = " ".join(word for word in words if word)
    if not paragraph:
        raise PackError(f'{path}: the part "What it does" is missing or empty')
    end = paragraph.find(". ")
    return paragraph if end < 0 else paragraph[: end + 1]


def load_check(rule: Rule) -> Any:
    """The function ``check`` of a rule's Python file. Raises whatever loading the file raises."""
    from importlib.machinery import SourceFileLoader
    from types import ModuleType

    assert rule.code is not None
    name = f"floe_lint_rules.{os.path.basename(rule.code)[:-3]}"
    module = sys.modules.get(name)
    if module is None or getattr(module, "__file__", None) != rule.code:
        if rule.compiled is not None:
            code = marshal.loads(rule.compiled)
        else:
            # importlib.util would do the same at four milliseconds more.
            code = SourceFileLoader(name, rule.code).get_code(name)
        module = ModuleType(name)
        module.__file__ = rule.code
        sys.modules[name] = module
        try:
            exec(code, module.__dict__)
        except BaseException:
            del sys.modules[name]
            raise
    return module.check
