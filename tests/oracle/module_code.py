"""Packages of asset modules in every way that Python allows, drawn from a source of randomness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

HEAD = """\
import os
import dagster
import dagster as dg
import floe_dagster as fd
from functools import partial
from dagster import (
    asset, graph_asset, graph_multi_asset, multi_asset, observable_source_asset, op, AssetDep, AssetIn, AssetKey,
    AssetOut, AssetSpec, AutomationCondition, SourceAsset, StaticPartitionsDefinition,
)
from floe_dagster import floe_asset
LAYER = "bronze"
PREFIX = ["lake", "raw"]
TAGS = {"tier": "1"}
NAMES = ("north", "south")
def shout(text): return text.upper()
def plain(text): return text
def same(function): return function
"""


def package(random: Random) -> dict[str, str]:
    """The modules of a package by name; ``main`` is the one that is loaded."""
    writer = _Writer(random)
    modules = {}
    others: list[tuple[str, list[str]]] = []
    for name in ["shared", "more"][: random.randint(0, 2)]:
        modules[name] = writer.module(others)
        others.append((name, list(writer.names)))
    modules["main"] = writer.module(others)
    return modules


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.count = 0
        self.names: list[str] = []

    def module(self, others: Sequence[tuple[str, list[str]]]) -> str:
        """A module that may import from others of the package."""
        self.names = []
        lines = [self._import(*self.random.choice(others))] if others and self.random.random() < 0.8 else []
        lines.extend(self._statement(0) for _ in range(self.random.randint(1, 5)))
        if self.random.random() < 0.2 and self.names:
            lines.append(f"__all__ = {self.random.sample(self.names, 1)!r}")
        if self.random.random() < 0.1 and self.names:
            lines.append(f"del {self.random.choice(self.names)}")
        future = "from __future__ import annotations\n" if self.random.random() < 0.2 else ""
        return future + HEAD + "\n".join(lines) + "\n"

    def _import(self, module: str, names: list[str]) -> str:
        known = self.random.choice(names) if names else "LAYER"
        if names:
            self.names.append(known)
        return self.random.choice(
            [
                f"from .{module} import {known}",
                f"from .{module} import {known} as {known}",
                f"from .{module} import *",
                f"from . import {module}\n{known} = {module}.{known}",
                f"try:\n    from .{module} import {known}\nexcept ImportError:\n    {known} = None",
            ]
        )

    # ---- values

    def text(self, value: str) -> str:
        """Code whose value is the text, or may not be for what lint can tell."""
        half = len(value) // 2
        ways = [repr(value)] * 6 + [
            f"{value[:half]!r} + {value[half:]!r}",
            f"f\"{{{value[:half]!r}}}{value[half:]}\"",
            f"{value[:half]!r} {value[half:]!r}",
            f"''.join([{value[:half]!r}, {value[half:]!r}])",
            f"{value!r}.lower()" if value == value.lower() else repr(value),
            f"plain({value!r})",
            f"{{'k': {value!r}}}['k']",
            f"[{value!r}, 'other'][0]",
            f"({value!r} if LAYER else 'other')",
            f"'%s%s' % ({value[:half]!r}, {value[half:]!r})",
            f"'{{}}'.format({value!r})",
            f"os.environ.get('FLOE_NOT_SET', {value!r})",
            f"str({value!r})",
            f"{value!r}.strip()",
            f"'x{value}'[1:]",
            f"'{value}x'.removesuffix('x')",
            f"(lambda: {value!r})()",
            f"'{value}'.replace('~', '')",
        ]  # fmt: skip
        return self.random.choice(ways)

    def mapping(self) -> str:
        return self.random.choice(
            ["TAGS", "{**TAGS, 'pii': 'yes'}", "{'tier': '2'}", "dict(tier='3')", "TAGS | {'a': 'b'}", "{}",
             "{key: 'v' for key in NAMES}", "dict(TAGS, b='c')", "TAGS.copy()", "None"]
        )  # fmt: skip

    def prefix(self) -> str:
        return self.random.choice(
            ["PREFIX", "['p']", "'p'", "[*PREFIX, 'q']", "('a', 'b')", "PREFIX[:1]", "PREFIX[-1]", "[LAYER]", "None",
             "['p', LAYER + '_x']", "list(NAMES)", "'a-b'"]
        )  # fmt: skip

    def deps(self) -> str:
        items = [
            self.text("up"),
            "AssetKey(['s', 't'])",
            "AssetDep('dep')",
            "'out'",
            "[LAYER, 'z']",
            "AssetKey(PREFIX)",
        ]
        items += self.names
        chosen = self.random.sample(items, min(len(items), self.random.randint(0, 2)))
        return self.random.choice([f"[{', '.join(chosen)}]", f"({''.join(f'{item}, ' for item in chosen)})"])

    def arguments(self, *allowed: str) -> str:
        """Some of the attributes."""
        made: dict[str, Callable[[], str]] = {
            "group_name": lambda: self.text(self.random.choice(["bronze", "gold", "a/b"])),
            "tags": self.mapping,
            "key_prefix": self.prefix,
            "deps": self.deps,
            "owners": lambda: self.random.choice(["['team:x']", "('a@b.co',)", "[]", "None"]),
            "kinds": lambda: self.random.choice(["{'sql'}", "{'a', 'b'}", "set(NAMES)", "None"]),
        }
        chosen = [name for name in allowed if self.random.random() < 0.35]
        return ", ".join(f"{name}={made[name]()}" for name in chosen)

    # ---- statements

    def _fresh(self, name: str = "a") -> str:
        self.count += 1
        return f"{name}{self.count}"

    def _statement(self, depth: int) -> str:
        inside: list[Callable[[int], str]] = [
            self._branch, self._loop, self._try, self._with, self._factory, self._class,
        ]  # fmt: skip
        if depth < 2 and self.random.random() < 0.3:
            return self.random.choice(inside)(depth)
        forms = [
            self._asset, self._asset, self._asset, self._floe, self._floe, self._multi, self._outs, self._source,
            self._graph, self._list, self._alias, self._stacked, self._called, self._observable, self._changed,
        ]  # fmt: skip
        return self.random.choice(forms)()

    def _asset(self) -> str:
        name = self._fresh()
        arguments = self.arguments("group_name", "tags", "key_prefix", "deps", "owners", "kinds")
        if self.random.random() < 0.3:
            arguments += f"{', ' if arguments else ''}name={self.text(f'named_{name}')}"
        elif self.random.random() < 0.2:
            key = self.random.choice([f"['k', '{name}']", f"AssetKey([LAYER, '{name}'])", self.text(f"key_{name}")])
            arguments = self.arguments("group_name", "tags", "deps") or ""
            arguments += f"{', ' if arguments else ''}key={key}"
        decorator = self.random.choice(["asset", "dg.asset", "dagster.asset"])
        called = f"{decorator}({arguments})" if arguments or self.random.random() < 0.5 else decorator
        parameters = self.random.choice(["", "context", "_", "context, up", "up: int = 3", "*, up", "context, **kw"])
        body = self.random.choice(["pass", "'doc'", "return 1"])
        if "**kw" in parameters:
            parameters = "context"
        self.names.append(name)
        return f"@{called}\ndef {name}({parameters}): {body}"

    def _floe(self) -> str:
        name = self._fresh()
        arguments = self.arguments("group_name", "tags", "key_prefix", "deps", "owners", "kinds")
        if self.random.random() < 0.3:
            arguments += f"{', ' if arguments else ''}outputs=[LAYER + '.x']"
        decorator = self.random.choice(["floe_asset", "fd.floe_asset"])
        called = f"{decorator}({arguments})" if arguments else decorator
        self.names.append(name)
        return f"@{called}\ndef {name}({self.random.choice(['', 'context', 'context, catalog', 'catalog, n=3'])}): pass"

    def _spec(self) -> str:
        key = self.random.choice(
            [repr(self._fresh("s")), f"[LAYER, {self._fresh('s')!r}]", self.text(self._fresh("s"))]
        )
        arguments = self.arguments("group_name", "tags", "deps", "owners", "kinds")
        return f"AssetSpec({key}{', ' if arguments else ''}{arguments})"

    def _multi(self) -> str:
        name = self._fresh()
        specs = ", ".join(self._spec() for _ in range(self.random.randint(1, 2)))
        group = self.random.choice(["", ", group_name='shared'"])
        if "group_name=" in specs and group:
            group = ""
        given = self.random.choice([f"[{specs}]", f"list([{specs}])", f"[{specs}, *[]]", f"[s for s in [{specs}]]"])
        self.names.append(name)
        return f"@multi_asset(specs={given}{group})\ndef {name}(context): pass"

    def _outs(self) -> str:
        name, first = self._fresh(), self._fresh("o")
        arguments = self.arguments("group_name", "tags", "key_prefix", "kinds")
        deps = self.arguments("deps")
        self.names.append(name)
        outs = f"{{'{first}': AssetOut({arguments}), {self.text(first + 'x')}: AssetOut(key=[LAYER, '{first}y'])}}"
        return f"@multi_asset(outs={outs}{', ' if deps else ''}{deps})\ndef {name}(context): pass"

    def _source(self) -> str:
        name = self._fresh()
        key = self.random.choice([self.text(f"src_{name}"), f"AssetKey(['s', '{name}'])", f"['t', '{name}']"])
        arguments = self.arguments("group_name", "tags")
        self.names.append(name)
        return f"{name} = SourceAsset({key}{', ' if arguments else ''}{arguments})"

    def _observable(self) -> str:
        name = self._fresh()
        arguments = self.arguments("group_name", "key_prefix")
        return f"@observable_source_asset({arguments})\ndef {name}(): return dg.DataVersion('1')"

    def _graph(self) -> str:
        name, step = self._fresh(), self._fresh("step")
        arguments = self.arguments("group_name", "tags", "key_prefix", "owners", "kinds")
        ins = self.random.choice(["", "ins={'up': AssetIn('other')}"])
        both = ", ".join(part for part in (arguments, ins) if part)
        self.names.append(name)
        return f"@op\ndef {step}(up): return up\n@graph_asset({both})\ndef {name}(up): return {step}(up)"

    def _list(self) -> str:
        name = self._fresh("all")
        if self.names and self.random.random() < 0.5:
            return f"{name} = [{', '.join(self.random.sample(self.names, 1))}]"
        first, second = self._fresh(), self._fresh()
        return self.random.choice(
            [
                f"{name} = [SourceAsset('{first}'), SourceAsset('{second}')]",
                f"{name} = [SourceAsset(n) for n in ('{first}', '{second}')]",
                f"{name} = [SourceAsset(f'{first}_{{n}}') for n in NAMES]",
                f"{name} = []\n{name}.append(SourceAsset('{first}'))",
                f"{name} = (SourceAsset('{first}'), SourceAsset('{second}'))",
                f"{name} = {{'k': SourceAsset('{first}')}}",
                f"{name}, {second} = SourceAsset('{first}'), 3",
                f"{name} = [SourceAsset('{first}')] + [SourceAsset('{second}')]",
                f"{name} = [*[SourceAsset('{first}')]]",
                f"{name} = [SourceAsset('{first}')] * 1",
            ]
        )

    def _alias(self) -> str:
        if not self.names:
            return "mine = asset"
        name = self._fresh()
        return f"{name} = {self.random.choice(self.names)}"

    def _stacked(self) -> str:
        name = self._fresh()
        outer = self.random.choice(["same", "(lambda f: f)"])
        self.names.append(name)
        return self.random.choice(
            [
                f"@{outer}\n@asset\ndef {name}(): pass",
                f"@asset\n@{outer}\ndef {name}(up): pass",
                f"@partial(asset, group_name='g')\ndef {name}(): pass",
                f"silver = partial(asset, group_name='silver')\n@silver()\ndef {name}(): pass",
                f"mine = asset(group_name='mine')\n@mine\ndef {name}(): pass",
                f"layer = asset\n@layer(group_name=LAYER)\ndef {name}(): pass",
            ]
        )

    def _called(self) -> str:
        name = self._fresh()
        self.names.append(name)
        return self.random.choice(
            [
                f"def body_{name}(): pass\n{name} = asset(name='{name}')(body_{name})",
                f"def _{name}(): pass\n{name} = asset(_{name})",
                f"{name} = asset(name='{name}')(lambda: 1)",
            ]
        )

    def _changed(self) -> str:
        name = self._fresh()
        self.names.append(name)
        return self.random.choice(
            [
                f"@asset\ndef {name}(): pass\n{name} = {name}.with_attributes(group_names_by_key={{}})",
                f"@multi_asset(specs=[AssetSpec('{name}').replace_attributes(group_name='r')])\ndef {name}(): pass",
                f"@multi_asset(specs=[AssetSpec('{name}').merge_attributes(tags={{'m': 'n'}})])\ndef {name}(): pass",
                (
                    f"@asset\ndef {name}(): pass\n"
                    f"{name} = {name}.map_asset_specs(lambda spec: spec.replace_attributes(group_name='mapped'))"
                ),
                f"spec = AssetSpec('{name}', group_name=LAYER)\n@multi_asset(specs=[spec])\ndef {name}(): pass",
                f"@multi_asset(specs=[AssetSpec('{name}').with_io_manager_key('x')])\ndef {name}(): pass",
            ]
        )

    # ---- around statements

    def _inside(self, depth: int) -> str:
        return "\n".join(f"    {line}" for line in self._statement(depth + 1).split("\n"))

    def _branch(self, depth: int) -> str:
        condition = self.random.choice(
            ["True", "False", "LAYER == 'bronze'", "os.environ.get('FLOE_NOT_SET')", "not NAMES", "len(NAMES) > 1",
             "dagster.__version__", "0", "TAGS.get('tier') == '1'", "'north' in NAMES", "__name__ == '__main__'"]
        )  # fmt: skip
        before = list(self.names)
        code = f"if {condition}:\n{self._inside(depth)}"
        if self.random.random() < 0.5:
            code += f"\nelse:\n{self._inside(depth)}"
        self.names = before
        return code

    def _loop(self, depth: int) -> str:
        before = list(self.names)
        head = self.random.choice(["for n in NAMES:", "for n in ('x',):", "for n in ():", "for n, m in TAGS.items():"])
        name = self._fresh()
        code = self.random.choice(
            [
                f"{head}\n    @asset(name=f'{name}_{{n}}')\n    def _{name}(): pass",
                (
                    f"{head}\n    @asset(name=f'{name}_{{n}}', group_name=n)\n    def _{name}(): pass\n"
                    f"    globals()[f'{name}_{{n}}'] = _{name}"
                ),
                f"made_{name} = []\n{head}\n    made_{name}.append(SourceAsset(f'{name}_{{n}}'))",
                f"{head}\n{self._inside(depth)}",
            ]
        )
        self.names = before
        return code

    def _try(self, depth: int) -> str:
        before = list(self.names)
        code = self.random.choice(
            [
                f"try:\n{self._inside(depth)}\nexcept Exception:\n    pass",
                f"try:\n    import not_there_at_all\nexcept ImportError:\n{self._inside(depth)}",
                f"try:\n    pass\nfinally:\n{self._inside(depth)}",
            ]
        )
        self.names = before
        return code

    def _with(self, depth: int) -> str:
        return f"import contextlib\nwith contextlib.nullcontext():\n{self._inside(depth)}"

    def _factory(self, _: int) -> str:
        name, made = self._fresh("make"), self._fresh()
        head = f"def {name}(n, group=LAYER):\n    @asset(name=n, group_name=group)\n    def built(): pass\n"
        head += "    return built"
        use = self.random.choice(
            [
                f"{made} = {name}('{made}')",
                f"{made} = {name}(LAYER + '_{made}', group='g')",
                f"{made} = [{name}(f'{made}_{{n}}') for n in NAMES]",
                f"{made}_a, {made}_b = {name}('{made}_a'), {name}('{made}_b', 'h')",
                f"for n in NAMES:\n    globals()['{made}_' + n] = {name}('{made}_' + n)",
                f"{made} = list(map({name}, ['{made}_1', '{made}_2']))",
                "",
            ]
        )
        return f"{head}\n{use}"

    def _class(self, depth: int) -> str:
        before = list(self.names)
        code = f"class {self._fresh('K')}:\n{self._inside(depth)}"
        self.names = before
        return code
