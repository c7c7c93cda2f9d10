"""Calls and decorators that make assets, read as Dagster would evaluate them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

from floe_lint.places import Place
from floe_lint.python_code.bindings import Bindings, canonical
from floe_lint.python_code.model import StaticAsset, StaticDep, Unknown
from floe_lint.python_code.outline import Outline
from floe_lint.python_code.values import UNKNOWN, constant

DECORATORS = frozenset(
    [
        "asset",
        "floe_asset",
        "multi_asset",
        "graph_asset",
        "graph_multi_asset",
        "observable_source_asset",
        "multi_observable_source_asset",
        "dbt_assets",
    ]
)
DYNAMIC = frozenset(
    [
        "load_assets_from_modules",
        "load_assets_from_current_module",
        "load_assets_from_package_module",
        "load_assets_from_package_name",
        "external_assets_from_specs",
        "map_asset_specs",
        "with_resources",
        "define_dagstermill_asset",
        "AssetsDefinition",
        "build_sling_assets",
        "load_assets_from_dbt_project",
        "load_assets_from_dbt_manifest",
        "CacheableAssetsDefinition",
    ]
)
_SPEC_CALLS = ("AssetSpec", "SourceAsset")
_CONTEXTS = frozenset(["context", "_context", "context_", "_"])
_DATA_TYPES = frozenset(
    ["str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "set", "object", "None", "Any", "List", "Dict"]
    + ["Tuple", "Set", "Optional", "Union", "Iterable", "Iterator", "Sequence", "Mapping", "Path", "date", "datetime"]
    + ["Decimal", "DataFrame", "Series", "LazyFrame", "Table", "RecordBatch", "ndarray", "Path", "Literal"]
)

Reference = Callable[[ast.expr], "tuple[StaticAsset, ...] | None"]


class AssetReader:
    """Reads the asset definitions of one module; what it cannot know it adds to ``unknowns``."""

    def __init__(
        self, outline: Outline, bindings: Bindings, reference: Reference, unknowns: list[Unknown]
    ) -> None:
        self._outline = outline
        self._bindings = bindings
        self._unknowns = unknowns
        self.reference = reference

    # ---- entry points

    def decorated(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[StaticAsset, ...]:
        """The assets of a decorated function."""
        for decorator in node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            name = self._dagster_name(call.func if call is not None else decorator)
            if name is None or name not in DECORATORS:
                continue
            keywords = self._keywords(call, node.name)
            if keywords is None:
                return ()
            if name == "dbt_assets":
                self._unknown(f'"{node.name}" takes its assets from dbt', decorator, node.name)
                return ()
            if name in ("multi_asset", "graph_multi_asset", "multi_observable_source_asset"):
                return self._multi(node, keywords)
            return (self._single(node, keywords, name),)
        return ()

    def call(self, node: ast.Call) -> tuple[StaticAsset, ...]:
        """The asset of an ``AssetSpec(…)`` or ``SourceAsset(…)``."""
        name = self._dagster_name(node.func)
        if name not in _SPEC_CALLS:
            return ()
        keywords = self._keywords(node, name)
        if keywords is None:
            return ()
        key_node = keywords.get("key") or (node.args[0] if node.args else None)
        return (self._spec(node, key_node, keywords, external=True),)

    def expression(self, node: ast.expr) -> tuple[StaticAsset, ...]:
        """The assets of an item of a list of assets."""
        if isinstance(node, ast.Call):
            return self.call(node)
        return self.reference(node) or ()

    # ---- the forms

    def _single(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, keywords: dict[str, ast.expr], decorator: str
    ) -> StaticAsset:
        place = self._outline.name_place(node)
        key = self._own_key(keywords, node.name, node)
        deps = self._deps(keywords.get("deps"))
        deps += self._inputs(node, keywords, decorator, deps)
        return StaticAsset(
            key=key,
            place=place,
            group=self._text(keywords, "group_name", "default", node.name),
            description=self._text(keywords, "description", ast.get_docstring(node) or "", node.name) or None,
            tags=self._tags(keywords, node.name),
            kinds=self._kinds(keywords, node.name),
            owners=self._owners(keywords, node.name),
            deps=tuple(deps),
            inputs=self._tables(keywords, "inputs", node.name),
            outputs=self._tables(keywords, "outputs", node.name),
            partitioned=_is_given(keywords, "partitions_def"),
            has_automation=_is_given(keywords, "automation_condition")
            or _is_given(keywords, "auto_materialize_policy"),
            is_external=decorator == "observable_source_asset",
        )

    def _multi(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, keywords: dict[str, ast.expr]
    ) -> tuple[StaticAsset, ...]:
        group = self._text(keywords, "group_name", None, node.name)
        partitioned = _is_given(keywords, "partitions_def")
        specs = keywords.get("specs")
        found: list[StaticAsset] = []
        if specs is not None:
            specs = self._followed(specs)
            if not isinstance(specs, (ast.List, ast.Tuple)):
                self._unknown(f'the specs of "{node.name}" are computed', node, node.name)
                return ()
            for item in specs.elts:
                item = self._followed(item)
                made = self.call(item) if isinstance(item, ast.Call) else ()
                if not made:
                    self._unknown(f'a spec of "{node.name}" is computed', item, node.name)
                found.extend(made)
        outs = keywords.get("outs")
        if outs is not None:
            outs = self._followed(outs)
            if not isinstance(outs, ast.Dict):
                self._unknown(f'the outputs of "{node.name}" are computed', node, node.name)
                return ()
            shared = self._deps(keywords.get("deps"))
            shared += self._inputs(node, keywords, "multi_asset", shared)
            for name_node, out in zip(outs.keys, outs.values):
                name = constant(name_node, self._bindings.values)
                if not isinstance(name, str) or not isinstance(out, ast.Call):
                    self._unknown(f'an output of "{node.name}" is computed', out, node.name)
                    continue
                own = self._keywords(out, node.name)
                if own is None:
                    continue
                spec = self._spec(out, own.get("key"), own, external=False, default=(name,))
                found.append(spec._replace(deps=tuple(shared)))
        if specs is None and outs is None:
            self._unknown(f'the assets of "{node.name}" are not given as specs or outs', node, node.name)
        return tuple(
            asset._replace(
                place=asset.place if len(found) > 1 else self._outline.name_place(node),
                group=group if group is not None and asset.group in ("default", None) else asset.group,
                partitioned=asset.partitioned or partitioned,
                is_external=False,
            )
            for asset in found
        )

    def _spec(
        self,
        node: ast.Call,
        key_node: ast.expr | None,
        keywords: dict[str, ast.expr],
        *,
        external: bool,
        default: tuple[str, ...] | None = None,
    ) -> StaticAsset:
        key = self._key(key_node) if key_node is not None else default
        prefix = keywords.get("key_prefix")
        if prefix is not None and key is not None and key_node is None:
            parts = self._path(prefix)
            key = None if parts is None else (*parts, *key)
        shown = "/".join(key) if key else "an asset"
        if key is None:
            self._unknown("the key of an asset is computed", node, None)
        return StaticAsset(
            key=key,
            place=self._outline.place(key_node or node),
            group=self._text(keywords, "group_name", "default", shown),
            description=self._text(keywords, "description", "", shown) or None,
            tags=self._tags(keywords, shown),
            kinds=self._kinds(keywords, shown),
            owners=self._owners(keywords, shown),
            deps=tuple(self._deps(keywords.get("deps"))),
            inputs=(),
            outputs=(),
            partitioned=_is_given(keywords, "partitions_def"),
            has_automation=_is_given(keywords, "automation_condition"),
            is_external=external,
        )

    # ---- keys and dependencies

    def _own_key(self, keywords: dict[str, ast.expr], name: str, node: ast.AST) -> tuple[str, ...] | None:
        if "key" in keywords:
            key = self._key(keywords["key"])
        else:
            own = constant(keywords["name"], self._bindings.values) if "name" in keywords else name
            key = (own,) if isinstance(own, str) else ((name,) if own is None else None)
            if "key_prefix" in keywords and key is not None:
                prefix = self._path(keywords["key_prefix"])
                key = None if prefix is None else (*prefix, *key)
        if key is None:
            self._unknown(f'the key of "{name}" is computed', node, name)
        return key

    def _key(self, node: ast.expr) -> tuple[str, ...] | None:
        node = self._followed(node)
        if isinstance(node, ast.Call) and self._dagster_name(node.func) == "AssetKey":
            keywords = self._keywords(node, "AssetKey") or {}
            path = node.args[0] if node.args else keywords.get("path")
            return None if path is None else self._path(path)
        return self._path(node)

    def _path(self, node: ast.expr) -> tuple[str, ...] | None:
        value = constant(node, self._bindings.values)
        if isinstance(value, str):
            return (value,)
        if isinstance(value, (list, tuple)) and value and all(isinstance(part, str) for part in value):
            return tuple(value)
        return None

    def _deps(self, node: ast.expr | None) -> list[StaticDep]:
        if node is None:
            return []
        node = self._followed(node)
        if isinstance(node, ast.Constant) and node.value is None:
            return []
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return [*self._deps(node.left), *self._deps(node.right)]
        if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            self._unknown("the dependencies of an asset are computed", node, None)
            return []
        return [dep for item in node.elts for dep in self._dep(item)]

    def _dep(self, node: ast.expr) -> list[StaticDep]:
        place = self._outline.place(node)
        found = self.reference(node)
        if found is not None:
            return [StaticDep(asset.key, place) for asset in found]
        followed = self._followed(node)
        if isinstance(followed, ast.Call):
            name = self._dagster_name(followed.func)
            if name == "AssetDep":
                keywords = self._keywords(followed, name) or {}
                inner = followed.args[0] if followed.args else keywords.get("asset")
                return [] if inner is None else [dep._replace(place=place) for dep in self._dep(inner)]
            if name in _SPEC_CALLS:
                return [StaticDep(asset.key, place) for asset in self.call(followed)]
        key = self._key(followed)
        if key is None:
            self._unknown("a dependency of an asset is computed", node, None)
        return [StaticDep(key, place)]

    def _inputs(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        keywords: dict[str, ast.expr],
        decorator: str,
        deps: Iterable[StaticDep],
    ) -> list[StaticDep]:
        """The upstream assets that parameters and ``ins`` name."""
        ins = keywords.get("ins")
        named: dict[str, ast.expr] = {}
        found: list[StaticDep] = []
        if ins is not None:
            ins = self._followed(ins)
            if not isinstance(ins, ast.Dict):
                self._unknown(f'the inputs of "{node.name}" are computed', node, node.name)
                return []
            for key, value in zip(ins.keys, ins.values):
                name = constant(key, self._bindings.values)
                if isinstance(name, str):
                    named[name] = value
        for name, value in named.items():
            found.append(StaticDep(self._asset_in(name, value), self._outline.place(value)))
        if decorator == "floe_asset":
            return found
        known = {dep.key for dep in deps}
        for argument in self._upstream_parameters(node, keywords, decorator):
            if argument.arg not in named and (argument.arg,) not in known:
                found.append(StaticDep((argument.arg,), self._outline.place(argument)))
        return found

    def _asset_in(self, name: str, node: ast.expr) -> tuple[str, ...] | None:
        node = self._followed(node)
        if isinstance(node, ast.Call) and self._dagster_name(node.func) == "AssetIn":
            keywords = self._keywords(node, name) or {}
            key = node.args[0] if node.args else keywords.get("key")
            if key is not None:
                return self._key(key)
            if "key_prefix" in keywords:
                prefix = self._path(keywords["key_prefix"])
                return None if prefix is None else (*prefix, name)
            return (name,)
        return self._key(node)

    def _upstream_parameters(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, keywords: dict[str, ast.expr], decorator: str
    ) -> list[ast.arg]:
        parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        if decorator not in ("graph_asset", "graph_multi_asset") and parameters and parameters[0].arg in _CONTEXTS:
            parameters = parameters[1:]
        required = constant(keywords.get("required_resource_keys"), self._bindings.values)
        resources = set(required) if isinstance(required, (set, list, tuple)) else set()
        found = []
        for parameter in parameters:
            if parameter.arg in resources:
                continue
            kind = self._annotated_as(parameter)
            if kind == "unknown":
                self._unknown(
                    f'whether "{parameter.arg}" of "{node.name}" is a resource or an asset depends on its type',
                    parameter,
                    node.name,
                )
            elif kind == "data":
                found.append(parameter)
        return found

    def _annotated_as(self, parameter: ast.arg) -> str:
        """Whether a parameter's annotation says ``resource``, ``data`` (an asset), or leaves it ``unknown``."""
        node = parameter.annotation
        if node is None:
            return "data"
        text = ast.unparse(node).strip("\"'")
        if "Context" in text:
            return "resource"
        root = text.split("[")[0].split("|")[0].strip().rsplit(".", 1)[-1]
        if root in ("ResourceParam", "ConfigurableResource", "CatalogResource", "DbtCliResource") or root.endswith(
            "Resource"
        ):
            return "resource"
        if parameter.arg == "config" and (root.endswith("Config") or root not in _DATA_TYPES):
            return "resource"
        if root in _DATA_TYPES:
            return "data"
        definition = self._bindings.definitions.get(root)
        if isinstance(definition, ast.ClassDef):
            bases = " ".join(ast.unparse(base) for base in definition.bases)
            if "Resource" in bases or "Config" in bases:
                return "resource"
            return "data" if not bases or "BaseModel" in bases else "unknown"
        return "unknown"

    # ---- attributes

    def _text(self, keywords: dict[str, ast.expr], name: str, default: str | None, about: str) -> str | None:
        if name not in keywords:
            return default
        value = constant(keywords[name], self._bindings.values)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if name == "group_name":
            self._unknown(f'the group of "{about}" is computed', keywords[name], None)
        return None

    def _tags(self, keywords: dict[str, ast.expr], about: str) -> dict[str, str] | None:
        value = self._attribute(keywords, "tags", about)
        if value is None:
            return {}
        return {str(key): str(item) for key, item in value.items()} if isinstance(value, dict) else None

    def _kinds(self, keywords: dict[str, ast.expr], about: str) -> frozenset[str] | None:
        value = self._attribute(keywords, "kinds", about)
        if value is None:
            return frozenset()
        return frozenset(map(str, value)) if isinstance(value, (set, list, tuple)) else None

    def _owners(self, keywords: dict[str, ast.expr], about: str) -> tuple[str, ...] | None:
        value = self._attribute(keywords, "owners", about)
        if value is None:
            return ()
        return tuple(map(str, value)) if isinstance(value, (list, tuple)) else None

    def _attribute(self, keywords: dict[str, ast.expr], name: str, about: str) -> Any:
        if name not in keywords:
            return None
        value = constant(keywords[name], self._bindings.values)
        if value is UNKNOWN:
            self._unknown(f'the {name} of "{about}" are computed', keywords[name], None)
        return value

    def _tables(self, keywords: dict[str, ast.expr], name: str, about: str) -> tuple[str, ...]:
        value = self._attribute(keywords, name, about)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, (list, tuple)) else ()

    # ---- helpers

    def _keywords(self, node: ast.Call | None, about: str) -> dict[str, ast.expr] | None:
        """The keyword arguments of a call; ``None`` and an unknown where ``**`` hides them."""
        if node is None:
            return {}
        if any(keyword.arg is None for keyword in node.keywords):
            self._unknown(f'the arguments of "{about}" are given as **', node, None)
            return None
        return {str(keyword.arg): keyword.value for keyword in node.keywords}

    def _followed(self, node: ast.expr) -> ast.expr:
        for _ in range(20):
            if isinstance(node, ast.Name) and node.id in self._bindings.values:
                node = self._bindings.values[node.id]
        return node

    def _dagster_name(self, node: ast.expr) -> str | None:
        """The last part of a name that comes from Dagster or from the loader."""
        name = canonical(node, self._bindings)
        if name is None:
            return None
        top = name.partition(".")[0]
        is_ours = top in ("dagster", "floe_dagster") or top.startswith("dagster_")
        return name.rsplit(".", 1)[-1] if is_ours else None

    def _unknown(self, reason: str, node: ast.AST, about: str | None) -> None:
        is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        place: Place = self._outline.name_place(node) if is_function else self._outline.place(node)
        self._unknowns.append(Unknown(reason, place, about))


def _is_given(keywords: dict[str, ast.expr], name: str) -> bool:
    node = keywords.get(name)
    return node is not None and not (isinstance(node, ast.Constant) and node.value is None)


def is_asset_list(node: ast.List | ast.Tuple, bindings: Bindings, reference: Reference) -> bool:
    """Whether a list holds assets: then Dagster loads them."""
    return any(
        (isinstance(item, ast.Call) and (canonical(item.func, bindings) or "").rsplit(".", 1)[-1] in _SPEC_CALLS)
        or reference(item)
        for item in node.elts
    )
