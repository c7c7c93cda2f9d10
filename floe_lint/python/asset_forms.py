"""Asset decorators and constructors, read as Dagster evaluates them."""

from __future__ import annotations

import ast

from floe_lint.dagster.api_arguments import AUTOMATION, NOTHING
from floe_lint.dagster.api_names import GRAPHS, SEVERAL, last
from floe_lint.dagster.labels import description_of
from floe_lint.dagster.names import DEFAULT_GROUP
from floe_lint.python.attributes import Attributes, path_of
from floe_lint.python.bodies import docstring_of
from floe_lint.python.facts import Given, StaticAsset, StaticDep, UnknownInCode
from floe_lint.python.resources import resources_of
from floe_lint.python.values import Arguments, Assets, Entries, Function, Hidden, Items, Record, Scope, Seen, Value


def decorated(decorator: str, arguments: Arguments, function: Value, node: ast.AST, scope: Scope) -> Value:
    """What an asset decorator makes of a function. ``node`` is the ``def`` or the call that applies it."""
    if not scope.conditional and decorator != "dbt_assets":
        from floe_lint.python.refusals import refusals

        for place, refusal in refusals(decorator, arguments, function, node, scope):
            scope.refusals.setdefault(place, refusal)
    if not isinstance(function, Function):
        return scope.hidden(f"is what {decorator}() makes of something computed", node, assets=True, makes=True)
    name = getattr(function.node, "name", None)
    about = name or "a lambda"
    if decorator == "dbt_assets":
        return _hidden_at(scope, "takes its assets from dbt", node)
    if not arguments.complete:
        return _hidden_at(scope, "has arguments that are given as **", node)
    attributes = Attributes(arguments, about, node, scope)
    if decorator in SEVERAL:
        return _several(decorator, attributes, function)
    named = attributes.own_key(None if function.changed_by else name)
    tags, kinds = attributes.tags_and_kinds()
    source = decorator == "observable_source_asset"
    asset = StaticAsset(
        key=tuple(part for given in named for part in given.parts) if named else None,
        place=attributes.place,
        group=attributes.text("group_name", DEFAULT_GROUP),
        description=attributes.text("description", _docstring(function) or "") or None,
        tags=tags,
        kinds=kinds,
        owners=attributes.owners(),
        deps=() if source else tuple(_upstream(attributes, function, decorator)),
        inputs=attributes.tables("inputs") if decorator == "floe_asset" else (),
        outputs=tuple(use.table for use in attributes.tables("outputs")) if decorator == "floe_asset" else (),
        partitioned=attributes.is_set("partitions_def"),
        has_automation=attributes.is_set(*AUTOMATION),
        is_external=source,
        partitions=attributes.partitions(),
        named=named,
        resources=resources_of(decorator, attributes, function),
    )
    return Assets(
        assets=(asset,),
        form="source" if source else "definition",
        unknowns=tuple(attributes.unknowns),
        function=function,
    )


def source_or_spec(name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    """``AssetSpec(…)`` or ``SourceAsset(…)``."""
    form = "spec" if name == "AssetSpec" else "source"
    if not arguments.complete:
        return scope.hidden("has arguments that are given as **", node, assets=form == "source", makes=True)
    key_given = arguments.get("key", 0)
    key = None if key_given is None else path_of(key_given.value)
    attributes = Attributes(arguments, "/".join(key) if key else "an asset", node, scope)
    if key is None:
        attributes.unknown("the key of an asset is computed")
    tags, kinds = attributes.tags_and_kinds()
    asset = StaticAsset(
        key=key,
        place=key_given.place if key_given is not None else attributes.place,
        group=attributes.text("group_name", DEFAULT_GROUP),
        description=attributes.text("description", "") or None,
        tags=tags,
        kinds=kinds,
        owners=attributes.owners(),
        deps=tuple(attributes.deps()) if form == "spec" else (),
        inputs=(),
        outputs=(),
        partitioned=attributes.is_set("partitions_def"),
        has_automation=attributes.is_set(*AUTOMATION),
        is_external=True,
        partitions=attributes.partitions(),
        named=() if form == "source" or key is None or key_given is None else (Given("key", key, key_given.place),),
    )
    return Assets((asset,), "spec" if form == "spec" else "source", tuple(attributes.unknowns))


def _several(decorator: str, attributes: Attributes, function: Function) -> Value:
    found: list[StaticAsset] = []
    specs, outs = attributes.given("specs"), attributes.given("outs")
    if specs is not None:
        found.extend(_from_specs(specs, attributes))
    elif outs is not None:
        found.extend(_from_outs(outs, attributes, function, decorator))
    else:
        attributes.unknown(f'the assets of "{attributes.about}" are not given as specs or outs')
    group = attributes.text("group_name", DEFAULT_GROUP)
    partitioned, partitions = attributes.is_set("partitions_def"), attributes.partitions()
    observed = decorator == "multi_observable_source_asset"
    op = attributes.text("name", getattr(function.node, "name", None) or "")
    resources = resources_of(decorator, attributes, function)
    keys = () if attributes.may_be_true("can_subset") else tuple(asset.key for asset in found if asset.key is not None)
    return Assets(
        assets=tuple(
            asset._replace(
                place=asset.place if len(found) > 1 else attributes.place,
                group=group if asset.group == DEFAULT_GROUP else asset.group,
                partitioned=asset.partitioned or partitioned,
                partitions=asset.partitions if asset.partitioned else partitions,
                is_external=observed,
                op=(op, attributes.place) if op and not function.changed_by else None,
                resources=resources,
                required_neighbors=tuple(key for key in keys if key != asset.key),
            )
            for asset in found
        ),
        form="definition",
        unknowns=tuple(attributes.unknowns),
        function=function,
    )


def _from_specs(specs: Seen, attributes: Attributes) -> list[StaticAsset]:
    value = specs.value
    if not isinstance(value, Items) or value.items is None:
        attributes.unknown(f'the specs of "{attributes.about}" are computed', specs.place)
        return []
    found: list[StaticAsset] = []
    for item in value.items:
        if isinstance(item.value, Assets) and item.value.form == "spec":
            found.extend(item.value.assets)
            attributes.unknowns.extend(item.value.unknowns)
        else:
            attributes.unknown(f'a spec of "{attributes.about}" is computed', item.place)
    return found


def _from_outs(outs: Seen, attributes: Attributes, function: Function, decorator: str) -> list[StaticAsset]:
    value = outs.value
    if not isinstance(value, Entries) or value.entries is None:
        attributes.unknown(f'the outputs of "{attributes.about}" are computed', outs.place)
        return []
    shared = tuple(_upstream(attributes, function, decorator))
    internal = _internal_deps(attributes)
    found: list[StaticAsset] = []
    for name, out in value.entries.items():
        record = out.value
        if not isinstance(record, Record) or last(record.origin) != "AssetOut" or not record.arguments.complete:
            attributes.unknown(f'an output of "{attributes.about}" is computed', out.place)
            continue
        own = Attributes(record.arguments, str(name), out.node, function.scope)
        given = own.given("key")
        key = path_of(given.value) if given is not None else own.prefixed(str(name))
        if key is None:
            own.unknown(f'the key of "{name}" is computed', out.place)
        tags, kinds = own.tags_and_kinds()
        deps = shared if internal is None else tuple(internal.get(str(name), ()))
        found.append(
            StaticAsset(
                key=key,
                place=given.place if given is not None else out.place,
                group=own.text("group_name", DEFAULT_GROUP),
                description=own.text("description", "") or None,
                tags=tags,
                kinds=kinds,
                owners=own.owners(),
                deps=deps,
                inputs=(),
                outputs=(),
                partitioned=False,
                has_automation=own.is_set(*AUTOMATION),
                is_external=False,
                named=(Given("output", (str(name),), out.place),),
            )
        )
        attributes.unknowns.extend(own.unknowns)
    return found


def _internal_deps(attributes: Attributes) -> dict[str, list[StaticDep]] | None:
    given = attributes.given("internal_asset_deps")
    if given is None:
        return None
    if not isinstance(given.value, Entries) or given.value.entries is None:
        attributes.unknown(f'the dependencies of "{attributes.about}" are computed', given.place)
        return {}
    if not given.value.entries:
        return None
    return {str(name): attributes.deps_in(item) for name, item in given.value.entries.items()}


def _upstream(attributes: Attributes, function: Function, decorator: str) -> list[StaticDep]:
    """The assets upstream of a function: ``deps``, ``ins``, and the parameters that are neither."""
    is_graph = decorator in GRAPHS
    deps = [] if is_graph else attributes.deps()
    ins = attributes.ins()
    deps += (
        dep._replace(loaded=dep.loaded and (not is_graph or _is_taken(name, function))) for name, dep in ins.items()
    )
    if decorator == "floe_asset":
        return deps
    carrying = {name for name, dep in ins.items() if is_graph or dep.loaded}
    if function.changed_by:
        reason = f'the inputs of "{attributes.about}" depend on its decorator {function.changed_by}'
        attributes.unknowns.append(UnknownInCode(reason, attributes.place))
        return _with_repeats(deps, carrying)
    from floe_lint.python.parameters import upstream_parameters

    names, doubtful = upstream_parameters(function)
    for parameter in doubtful:
        if parameter.arg not in ins:
            attributes.unknown(
                f'whether "{parameter.arg}" of "{attributes.about}" is a resource or an asset depends on its type',
                function.scope.outline.place(parameter),
            )
    for parameter in names:
        if parameter.arg in ins:
            continue
        place = function.scope.outline.place(parameter)
        loaded = _is_taken(parameter.arg, function) if is_graph else not _may_be_nothing(parameter)
        key = (parameter.arg,)
        mapped = any(dep.mapped for dep in deps if dep.key == key)
        if is_graph or loaded:
            carrying.add(parameter.arg)
        others = (dep for dep in deps if dep.key != key or dep.input is not None)
        deps = [*others, StaticDep(key=key, place=place, loaded=loaded, mapped=mapped, input=parameter.arg)]
    return _with_repeats(deps, carrying)


def _with_repeats(deps: list[StaticDep], carrying: set[str]) -> list[StaticDep]:
    """The dependencies, with the inputs that take what an earlier one takes; ``carrying`` are those with a value.

    Dagster keeps one input for each asset: it refuses a graph with two, and of an asset's function the other input
    gets no value when it runs. Two that carry none do no harm.
    """
    first: dict[tuple[str, ...], str] = {}
    marked = []
    for dep in deps:
        if dep.input is not None and dep.key is not None:
            before = first.setdefault(dep.key, dep.input)
            if before != dep.input and {before, dep.input} & carrying:
                dep = dep._replace(repeats=before)
        marked.append(dep)
    return marked


def _is_taken(parameter: str, graph: Function) -> bool:
    """Whether an op within a graph surely takes the value of a parameter: one without ``ins`` of its own does."""
    for node in ast.walk(graph.node):
        if isinstance(node, ast.Call) and any(
            isinstance(value, ast.Name) and value.id == parameter
            for value in (*node.args, *(keyword.value for keyword in node.keywords))
        ):
            taker = graph.scope.evaluate(node.func)
            if isinstance(taker, Function) and taker.is_op and not taker.changed_by:
                decorators = [] if isinstance(taker.node, ast.Lambda) else taker.node.decorator_list
                return all("ins" not in ast.unparse(decorator) for decorator in decorators)
    return False


def _may_be_nothing(parameter: ast.arg) -> bool:
    """Whether the type of a parameter may be Dagster's ``Nothing``, which brings no value."""
    return parameter.annotation is not None and NOTHING in ast.unparse(parameter.annotation)


def _docstring(function: Function) -> str | None:
    text = None if isinstance(function.node, ast.Lambda) else docstring_of(function.node)
    return None if text is None else description_of(text)


def _hidden_at(scope: Scope, phrase: str, node: ast.AST) -> Hidden:
    is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    place = scope.outline.name_place(node) if is_function else scope.outline.place(node)  # type: ignore[arg-type]
    return Hidden(phrase, place, assets=True, makes=True)
