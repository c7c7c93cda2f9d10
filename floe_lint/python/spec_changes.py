"""Methods that make a changed copy of an ``AssetSpec``."""

from __future__ import annotations

from floe_lint.dagster.api_arguments import SPEC_CHANGING, SPEC_KEEPING
from floe_lint.dagster.labels import KIND_TAG
from floe_lint.dagster.names import DEFAULT_GROUP
from floe_lint.python.attributes import Attributes, kinds_in, path_of
from floe_lint.python.facts import Given
from floe_lint.python.values import Arguments, Assets, Scope


def changed(spec: Assets, method: str, arguments: Arguments, scope: Scope) -> Assets | None:
    """The spec after ``replace_attributes``, ``merge_attributes`` or ``with_…``; ``None`` for other methods."""
    if method in SPEC_KEEPING:
        return spec._replace(assets=tuple(spec.assets))
    if method not in SPEC_CHANGING or not arguments.complete or not spec.assets:
        return None
    asset = spec.assets[0]
    about = "/".join(asset.key) if asset.key else "an asset"
    first = next(iter(arguments.keywords.values()), None)
    if first is None:
        return spec
    read = Attributes(arguments, about, first.node, scope)
    tags, kinds = read.tags_and_kinds()
    merges = method == "merge_attributes"
    given = arguments.keywords
    if "key" in given:
        key = path_of(given["key"].value)
        if key is None:
            read.unknown("the key of an asset is computed", given["key"].place)
        named = () if key is None else (Given("key", key, given["key"].place),)
        asset = asset._replace(key=key, named=named)
    if "group_name" in given:
        asset = asset._replace(group=read.text("group_name", DEFAULT_GROUP))
    if "deps" in given:
        asset = asset._replace(deps=(*(asset.deps if merges else ()), *read.deps()))
    if "owners" in given:
        before, owners = asset.owners if merges else (), read.owners()
        asset = asset._replace(owners=None if before is None or owners is None else (*before, *owners))
    if "tags" in given or "kinds" in given:
        if tags is None or kinds is None or asset.tags is None:
            asset = asset._replace(tags=None, kinds=None)
        else:
            old_kinds = {tag: text for tag, text in asset.tags.items() if tag.startswith(KIND_TAG)}
            old_tags = {tag: text for tag, text in asset.tags.items() if not tag.startswith(KIND_TAG)}
            kept = {
                **(old_tags if merges or "tags" not in given else {}),
                **(old_kinds if merges or "kinds" not in given else {}),
            }
            both = {**kept, **tags}
            asset = asset._replace(tags=both, kinds=kinds_in(both))
    if "partitions_def" in given:
        asset = asset._replace(partitioned=read.is_set("partitions_def"), partitions=read.partitions())
    if "automation_condition" in given:
        asset = asset._replace(has_automation=read.is_set("automation_condition"))
    return Assets((asset,), "spec", (*spec.unknowns, *read.unknowns))
