"""Loading the packs that a configuration names. Nothing of a pack is believed before it is checked."""

from __future__ import annotations

import os
from collections.abc import Sequence

from floe_lint.judging.boundary_rules import forbids_of
from floe_lint.judging.pack import RULE_FILE, read_pack
from floe_lint.judging.pack_cache import cached_pack
from floe_lint.judging.rule import Rule
from floe_lint.kernel.regex_safety import danger
from floe_lint.settings.pack_file import PACK_FILE, PackError
from floe_lint.settings.pack_folders import Located, is_within, located, shown


def load_packs(specs: Sequence[str], root: str, allowed: tuple[str, ...], known: list[Rule]) -> list[Rule]:
    """The ``known`` rules and those of the packs that ``specs`` name, in this order.

    ``root`` is the folder that packs named by path must lie in, ``allowed`` are the packs whose Python may run.
    Raises ``PackError``.
    """
    rules = list(known)
    owners = {rule.info.id: rule.pack for rule in known}
    folders = {rule.pack: "" for rule in known}
    for spec in dict.fromkeys(specs):
        pack = located(spec, root, allowed)
        if pack.name in folders:
            if folders[pack.name] == pack.folder:
                continue
            other = f'the one in "{shown(folders[pack.name])}"' if folders[pack.name] else "the built-in rules"
            raise PackError(f'the pack "{shown(pack.folder)}" is named "{pack.name}" like {other}; name it otherwise')
        folders[pack.name] = pack.folder
        own = _rules_of(pack)
        for rule in own:
            _check(rule, pack, owners, allowed)
            owners[rule.info.id] = pack.name
        rules += own
    return rules


def _rules_of(pack: Located) -> list[Rule]:
    for path in (pack.folder, os.path.join(pack.folder, PACK_FILE)):
        if not is_within(path, pack.within):
            raise _outside(path, pack)
    return cached_pack(pack.folder, _read)


def _read(folder: str) -> list[Rule]:
    """The rules of a folder, their patterns checked for what would never end."""
    rules = read_pack(folder)
    for forbid in forbids_of(rules):
        for pattern in forbid.patterns:
            for regex in (pattern.regex, pattern.key, pattern.under, pattern.unless_key, pattern.unless_under):
                reason = danger(regex) if regex is not None else None
                if reason is not None:
                    path = shown(os.path.join(folder, forbid.rule, RULE_FILE))
                    raise PackError(f'{path}: the pattern "{pattern.name}" {reason}')
    return rules


def _check(rule: Rule, pack: Located, owners: dict[str, str], allowed: tuple[str, ...]) -> None:
    rule_id = rule.info.id
    path = os.path.join(rule.folder, RULE_FILE)
    if rule_id in owners:
        owner = f'the pack "{owners[rule_id]}"' if owners[rule_id] else "floe-lint"
        raise PackError(
            f'{shown(path)}: there is a rule "{rule_id}" of {owner} already; packs may add rules, not replace them'
        )
    for file in (path, rule.code):
        if file is not None and not is_within(file, pack.within):
            raise _outside(file, pack)
    if rule.code is not None and pack.name not in allowed:
        raise PackError(
            f'the pack "{pack.name}" holds Python ("{shown(rule.code)}"), which the configuration does not allow; '
            f'read it, then set allow-python = ["{pack.name}"]'
        )


def _outside(path: str, pack: Located) -> PackError:
    return PackError(f'"{shown(path)}" of the pack "{pack.name}" lies outside "{pack.within}"')
