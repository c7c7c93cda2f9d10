"""Asset modules as text, in every form that declares an asset."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.oracle.draft import PythonAsset

Key = tuple[str, ...]
Local = dict[Key, str]
"""The names of a module by the key of the asset."""

HEAD = """\
import dagster as dg
import floe_dagster
from dagster import AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec, SourceAsset, asset, graph_asset, multi_asset, op
from dagster import asset as an_asset
from floe_dagster import floe_asset
"""

_DECORATORS = {
    "asset": "asset",
    "key": "asset",
    "qualified": "dg.asset",
    "alias": "an_asset",
    "floe": "floe_asset",
    "floe_bare": "floe_asset",
    "floe_qualified": "floe_dagster.floe_asset",
}


def module_text(random: Random, number: int, assets: Sequence[PythonAsset]) -> str:
    """The module with this number; ``assets`` are those of the whole project, upstream ones first."""
    lines = [HEAD]
    local: Local = {}
    known = {asset.key for asset in assets}
    for asset in assets:
        if asset.module != number:
            continue
        lines.append(_definition(random, asset, local, known))
        if asset.form not in ("spec", "outs"):
            local[asset.key] = asset.name
    return "\n".join(lines)


def _definition(random: Random, asset: PythonAsset, local: Local, known: set[Key]) -> str:
    if asset.form == "source":
        return f"{asset.name} = SourceAsset(key={_key(asset.key)}{_more(_group(asset))})\n"
    deps = [_dep(random, dep, local) for dep in asset.deps]
    listed = [f"deps=[{', '.join(deps)}]"] if deps else []
    attributes = [*_group(asset), *_labels(asset)]
    if asset.form == "spec":
        spec = ", ".join([_key(asset.key), *listed, *attributes])
        return f"@multi_asset(specs=[AssetSpec({spec})])\ndef make_{asset.name}(context):\n    return None\n"
    if asset.form == "outs":
        out = ", ".join([f"key={_key(asset.key)}", *attributes])
        arguments = ", ".join([f"outs={{'result': AssetOut({out})}}", *listed])
        return f"@multi_asset({arguments})\ndef make_{asset.name}():\n    return 1\n"
    if asset.form == "graph":
        return _graph(asset, attributes)
    return _decorated(random, asset, local, known, deps, attributes)


def _decorated(
    random: Random,
    asset: PythonAsset,
    local: Local,
    known: set[Key],
    deps: list[str],
    attributes: list[str],
) -> str:
    arguments = list(attributes)
    parameters: list[str]
    if asset.form in ("floe", "floe_bare", "floe_qualified"):
        parameters = random.choice([[], ["context"], ["context", "catalog"], ["catalog"]])
        if asset.outputs:
            arguments.append(f"outputs={asset.outputs!r}")
        if asset.inputs:
            arguments.append(f"inputs={asset.inputs!r}")
    else:
        parameters = random.choice([[], ["context"], ["_"]])
        # A parameter is an input: the plain way to name an upstream asset of one part.
        as_parameters = [
            dep for dep in asset.deps if len(dep) == 1 and dep in known and dep != asset.key and random.random() < 0.3
        ]
        parameters = parameters + list(dict.fromkeys(dep[0] for dep in as_parameters)) + asset.parameters
        deps = [_dep(random, dep, local) for dep in asset.deps if dep not in as_parameters]
    if deps:
        arguments.append(f"deps=[{', '.join(deps)}]")
    name = asset.name
    if asset.form == "key":
        arguments.append(f"key={_key(asset.key)}")
        name = f"make_{asset.name}"
    elif len(asset.key) > 1:
        prefix = list(asset.key[:-1])
        arguments.append(f"key_prefix={prefix[0] if len(prefix) == 1 and random.random() < 0.5 else prefix!r}")
        if isinstance(prefix, list) and arguments[-1] == f"key_prefix={prefix[0]}":
            arguments[-1] = f"key_prefix={prefix[0]!r}"
    if asset.form != "key" and random.random() < 0.2:
        arguments.append(f"name={asset.name!r}")
        name = f"build_{asset.name}"
    decorator = _DECORATORS[asset.form]
    called = f"{decorator}({', '.join(arguments)})" if arguments or random.random() < 0.3 else decorator
    # The name under which later assets of the module may refer to it as an object.
    alias = "" if name == asset.name else f"{asset.name} = {name}\n"
    return f"@{called}\ndef {name}({', '.join(parameters)}):\n    return None\n{alias}"


def _graph(asset: PythonAsset, attributes: list[str]) -> str:
    arguments = [argument for argument in attributes if not argument.startswith("deps")]
    if len(asset.key) > 1:
        arguments.append(f"key_prefix={list(asset.key[:-1])!r}")
    ins = ", ".join(f"'up_{number}': AssetIn(key={_key(dep)})" for number, dep in enumerate(asset.deps))
    parameters = ", ".join(f"up_{number}" for number in range(len(asset.deps)))
    if ins:
        arguments.append(f"ins={{{ins}}}")
    called = f"graph_asset({', '.join(arguments)})" if arguments else "graph_asset"
    step = f"step_{asset.name}"
    return (
        f"@op\ndef {step}({parameters}):\n    return 1\n\n"
        f"@{called}\ndef {asset.name}({parameters}):\n    return {step}({parameters})\n"
    )


def _group(asset: PythonAsset) -> list[str]:
    return [f"group_name={asset.group!r}"] if asset.group is not None else []


def _labels(asset: PythonAsset) -> list[str]:
    labels = []
    if asset.tags:
        labels.append(f"tags={asset.tags!r}")
    if asset.kinds:
        labels.append(f"kinds={{{', '.join(map(repr, asset.kinds))}}}")
    if asset.owners:
        labels.append(f"owners={asset.owners!r}")
    return labels


def _dep(random: Random, key: tuple[str, ...], local: Local) -> str:
    if key in local and random.random() < 0.4:
        return local[key]
    if len(key) == 1 and random.random() < 0.6:
        return repr(key[0])
    return random.choice([_key(key), f"AssetDep({_key(key)})", repr(list(key))])


def _key(key: tuple[str, ...]) -> str:
    return f"AssetKey({list(key)!r})" if len(key) > 1 else f"AssetKey({key[0]!r})"


def _more(arguments: Sequence[str]) -> str:
    return "".join(f", {argument}" for argument in arguments)
