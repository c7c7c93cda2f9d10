"""Modules for the discovery tests. The module that is read is ``main``; each begins with ``HEAD``
unless it says ``# bare``. ``KNOWN`` ones are read exactly, ``HIDDEN`` ones with what is said to be unknown.
"""

from __future__ import annotations

HEAD = """\
import dagster as dg
from dagster import (
    asset, asset_check, graph_asset, graph_multi_asset, multi_asset, multi_observable_source_asset,
    observable_source_asset, op, AssetCheckResult, AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec,
    AutomationCondition, Config, ConfigurableResource, ResourceParam, SourceAsset, StaticPartitionsDefinition,
)
from floe_dagster import floe_asset
"""

KNOWN: dict[str, dict[str, str]] = {
    "class attribute": {
        "main": """\
GROUP='g'
class A:
    GROUP='h'
    @asset(group_name=GROUP)
    def b(): pass
    @asset(deps=[b])
    def unused(): pass
b = A.b
@asset(deps=[A.b], group_name=GROUP)
def c(): pass
""",
    },
    "inherited class attribute": {
        "main": """\
class A:
    @asset
    def b(): pass
class B(A): pass
class C:
    kept = B.b
x = C.kept
""",
    },
    "class attribute set later": {
        "main": """\
class A: pass
@asset
def b(): pass
A.first = b
setattr(A, 'second', A.first)
del b
x = getattr(A, 'second')
""",
    },
    "imported class attribute": {
        "main": """\
from .other import A
from . import other
x = A.b
y = other.A.c
""",
        "other": HEAD
        + """\
class A:
    @asset
    def b(): pass
    @floe_asset
    def c(): pass
""",
    },
    "kinds tags": {
        "main": """\
@asset(kinds={'python','sql'}, tags={'a':'b','dagster/kind/z':''}, owners=['team:x','a@b.co'])
def x(_): 'doc'
""",
    },
    "aliased": {
        "main": """\
# bare
from dagster import asset as a
import dagster
import dagster as dg
@a
def x(): pass
@dg.asset(name='n', key_prefix='p', group_name='g')
def y(): pass
@dagster.asset(key=['q','r'])
def z(): pass
@dg.asset(key=dg.AssetKey(['q','s']), deps=[x, y, dg.AssetKey('k'), dg.AssetDep('l'), 'm'])
def w(): pass
""",
    },
    "star": {
        "main": """\
# bare
from dagster import *
@asset(group_name='g')
def x(up): pass
s=SourceAsset('sp')
""",
    },
    "ins no param": {
        "main": """\
from dagster import Nothing
@asset(ins={'u': AssetIn('zz', dagster_type=Nothing)})
def x(): pass
""",
    },
    "ins positional prefix": {
        "main": """\
@asset(ins={'u': AssetIn(['a','b'])})
def x(u): pass
""",
    },
    "resources": {
        "main": """\
from typing import Optional, Annotated
class R(ConfigurableResource):
    pass
class S(R): pass
class D: pass
@asset
def x(context, r: R, s: 'S', p: ResourceParam[int], d: D, o: Optional[D] = None): pass
""",
    },
    "resources by name only": {
        "main": """\
from dagster import IOManager, InMemoryIOManager, PipesClient, PipesSubprocessClient
class M(IOManager):
    pass
@asset
def x(a: PipesSubprocessClient, c: IOManager, d: M, e: InMemoryIOManager, f: PipesClient):
    pass
""",
    },
    "future ann": {
        "main": """\
from __future__ import annotations
class R(ConfigurableResource):
    pass
@asset
def x(r: R, up: dict[str, int]): pass
""",
    },
    "ext resource": {
        "main": """\
from floe_dagster.resources import CatalogResource
@asset
def x(context, catalog: CatalogResource, up): pass
""",
    },
    "dbt resource": {
        "main": """\
from dagster_dbt import DbtCliResource
@asset
def x(context, dbt: DbtCliResource, up): pass
""",
    },
    "imported resource": {
        "r": """\
# bare
from dagster import ConfigurableResource
class Conn(ConfigurableResource): pass
""",
        "main": """\
from .r import Conn
@asset
def x(conn: Conn, up): pass
""",
    },
    "imported resource noname": {
        "r": """\
# bare
from dagster import ConfigurableResource
class Warehouse(ConfigurableResource): pass
class Rows: pass
""",
        "main": """\
from .r import Warehouse, Rows
from . import r
@asset
def x(w: Warehouse, up: Rows): pass
@asset
def y(w: r.Warehouse): pass
""",
    },
    "resource alias": {
        "main": """\
Db = ResourceParam[int]
@asset
def x(d: Db, up): pass
""",
    },
    "class named resource": {
        "main": """\
class RowResource: pass
@asset
def x(d: RowResource): pass
""",
    },
    "cfg named": {
        "main": """\
class C(Config):
    a: int = 1
@asset
def x(cfg: C): pass
""",
    },
    "ctx named": {
        "main": """\
from dagster import AssetExecutionContext
@asset
def x(ctx: AssetExecutionContext): pass
""",
    },
    "kwonly": {
        "main": """\
@asset
def x(a, /, b): pass
""",
    },
    "required keys": {
        "main": """\
@asset(required_resource_keys={'db'})
def x(context, db): pass
""",
    },
    "partition": {
        "main": """\
P=StaticPartitionsDefinition(['a'])
@asset(partitions_def=P, automation_condition=AutomationCondition.eager())
def x(): pass
@asset(partitions_def=None)
def y(): pass
N=None
@asset(partitions_def=N, automation_condition=N)
def z(): pass
""",
    },
    "multi specs": {
        "main": """\
@multi_asset(specs=[AssetSpec('s1', deps=['q'], kinds={'k'}), AssetSpec(['p','s2'], group_name='h',
    owners=['team:o'])])
def y(): 'docy'
""",
    },
    "multi outs": {
        "main": """\
@multi_asset(outs={'a': AssetOut(), 'b': AssetOut(key_prefix='p', group_name='g', kinds={'k'}),
    'c': AssetOut(key=['z','y'])}, deps=['w'])
def x(up): 'docm'
""",
    },
    "multi outs group": {
        "main": """\
@multi_asset(outs={'a': AssetOut(automation_condition=AutomationCondition.eager()),
    'b': AssetOut(key='bb', tags={'t':'v'})}, internal_asset_deps={'a': {AssetKey('up')},
    'b': {AssetKey('a')}}, group_name='w')
def x(up): pass
""",
    },
    "specs list": {
        "main": "specs=[AssetSpec('l1'), AssetSpec('l2', deps=['l1'], group_name='g')]",
    },
    "tuple not loaded": {
        "main": "specs=(SourceAsset('l1'), SourceAsset('l2'))",
    },
    "mixed list": {
        "main": "specs=[SourceAsset('l1'), 'x']",
    },
    "dict not loaded": {
        "main": "specs={'a': SourceAsset('l1')}",
    },
    "sources": {
        "main": """\
sa=SourceAsset('k', group_name='g', tags={'a':'b'})
sb=SourceAsset(key=AssetKey(['a','b']))
@observable_source_asset(name='n', key_prefix=['a','c'])
def ob(): return 1
@multi_observable_source_asset(specs=[AssetSpec('os', deps=['u'])], group_name='oo')
def ob3(): 'dd'
""",
    },
    "io manager spec": {
        "main": "sp=AssetSpec('s').with_io_manager_key('q')",
    },
    "graph asset": {
        "main": """\
@op
def o(a): return a
@graph_asset(group_name='g', tags={'t':'v'}, kinds={'p'}, owners=['team:x'])
def ga(a): return o(a)
@graph_asset(ins={'b': AssetIn(key_prefix='bb')})
def gb(b): return o(b)
""",
    },
    "graph multi": {
        "main": """\
@op
def o(a): return a
@graph_multi_asset(outs={'m1': AssetOut(), 'm2': AssetOut(kinds={'x'})}, group_name='g')
def gm(a): return o(a), o(a)
""",
    },
    "star local concat all": {
        "c": """\
__all__=['a1']
__all__+=['a2']
@asset
def a1(): pass
@asset
def a2(): pass
""",
        "main": """\
# bare
from .c import *
""",
    },
    "star after define": {
        "c": """\
@asset(name='cc')
def a1(): pass
""",
        "main": """\
@asset(name='mm')
def a1(): pass
from .c import *
""",
    },
    "star reexports": {
        "d": """\
@asset
def deep(): pass
""",
        "c": """\
# bare
from .d import deep
""",
        "main": """\
# bare
from .c import *
""",
    },
    "decorator reexport": {
        "c": """\
# bare
from dagster import asset
""",
        "main": """\
# bare
from .c import asset
@asset(group_name='g')
def x(up): pass
""",
    },
    "const imported": {
        "c": """\
# bare
GROUP='gold'
PRE='p'
""",
        "main": """\
from .c import GROUP, PRE
@asset(group_name=GROUP, key_prefix=[PRE])
def x(): pass
""",
    },
    "consts": {
        "main": """\
A='x'
B=f'{A}_y'
D=['d1']
E=D+['d2']
T={'k':'v'}
@asset(name=B, deps=E, tags=T, key_prefix=[A,*D])
def x(): pass
""",
    },
    "const splat": {
        "main": """\
T={'k':'v'}
@asset(tags={**T,'z':'y'}, deps=[*['a','b']])
def x(): pass
""",
    },
    "kwargs splat": {
        "main": """\
K=dict(group_name='g')
@asset(**K)
def x(): pass
""",
    },
    "kwargs name": {
        "main": """\
K={'name':'other'}
@asset(**K)
def x(): pass
""",
    },
    "appended": {
        "main": """\
D=['a']
D.append('b')
@asset(deps=D)
def x(): pass
""",
    },
    "augmented": {
        "main": """\
D=['a']
D+=['b']
@asset(deps=D)
def x(): pass
""",
    },
    "rebound between": {
        "main": """\
G='one'
@asset(group_name=G)
def x(): pass
G='two'
@asset(group_name=G)
def y(): pass
""",
    },
    "const del rebind": {
        "main": """\
G='one'
@asset(group_name=G)
def x(): pass
del G
G='two'
""",
    },
    "tuple assign rebind": {
        "main": """\
G='one'
G, H = 'two', 'three'
@asset(group_name=G)
def x(): pass
""",
    },
    "dict mutated": {
        "main": """\
T={'a':'b'}
T['c']='d'
@asset(tags=T)
def x(): pass
""",
    },
    "walrus": {
        "main": """\
print(G := 'g')
@asset(group_name=G)
def x(): pass
""",
    },
    "main guard": {
        "main": """\
if __name__=='__main__':
    @asset
    def x(): pass
""",
    },
    "not type checking": {
        "main": """\
from typing import TYPE_CHECKING
if not TYPE_CHECKING:
    @asset
    def x(): pass
""",
    },
    "loop": {
        "main": """\
ALL=[]
for n in ['a','b']:
    @asset(name=n)
    def _x(): pass
    ALL.append(_x)
""",
    },
    "loop const": {
        "main": """\
for G in ['a','b']: pass
@asset(group_name=G)
def x(): pass
""",
    },
    "loop overwrites": {
        "main": """\
x=SourceAsset('one')
for x in [1,2]: pass
""",
    },
    "with overwrites": {
        "main": """\
import contextlib
x=SourceAsset('one')
with contextlib.nullcontext() as x: pass
""",
    },
    "import overwrites": {
        "main": """\
@asset
def json(): pass
import json
""",
    },
    "except as": {
        "main": """\
x=SourceAsset('one')
try:
    raise ValueError
except ValueError as x: pass
""",
    },
    "comp specs": {
        "main": "specs=[SourceAsset(n) for n in ['a','b']]",
    },
    "unpack specs": {
        "main": "a,b=SourceAsset('a'), SourceAsset('b')",
    },
    "star unpack": {
        "main": "a,*b=SourceAsset('a'), SourceAsset('b')",
    },
    "deco under wraps": {
        "main": """\
import functools
def d(fn):
    @functools.wraps(fn)
    def inner(*a,**k): return fn(*a,**k)
    return inner
@asset
@d
def x(up): pass
""",
    },
    "partial": {
        "main": """\
import functools
mine=functools.partial(asset, group_name='g')
@mine
def x(): pass
@mine(name='z')
def y(): pass
""",
    },
    "decorator var": {
        "main": """\
mine=asset(group_name='g', name='n')
@mine
def x(up): pass
""",
    },
    "direct call": {
        "main": """\
def f(up): pass
x=asset(f, group_name='g')
y=asset(name='k')(f)
""",
    },
    "alias asset": {
        "main": """\
@asset
def x(): pass
y=x
z=[x]
""",
    },
    "boolop": {
        "main": "x = None or SourceAsset('b')",
    },
    "subscript": {
        "main": """\
d={'a': SourceAsset('a')}
x=d['a']
""",
    },
    "list concat": {
        "main": """\
a=[SourceAsset('a')]
b=a+[SourceAsset('b')]
""",
    },
    "list append": {
        "main": """\
a=[SourceAsset('a')]
a.append(SourceAsset('b'))
""",
    },
    "list extend star": {
        "main": """\
a=[SourceAsset('a')]
b=[*a, SourceAsset('b')]
""",
    },
    "list clear": {
        "main": """\
a=[SourceAsset('a')]
a.clear()
""",
    },
    "list with none": {
        "main": "a=[SourceAsset('a'), None]",
    },
    "list nested": {
        "main": "a=[[SourceAsset('a')]]",
    },
    "spec replace": {
        "main": """\
x=AssetSpec('a').replace_attributes(key='b')
y=AssetSpec('c').merge_attributes(tags={'a':'b'})
""",
    },
    "spec key kw": {
        "main": "x=AssetSpec(key=['a','b'], tags={'t':'v'}, kinds={'k'}, description='d')",
    },
    "getattr ref": {
        "main": """\
@asset(key_prefix='p')
def up(): pass
@asset(deps=[up.key])
def x(): pass
""",
    },
    "dep asset of asset": {
        "main": """\
s=AssetSpec(['a','b'])
@asset(deps=[s, AssetDep(s), AssetDep(AssetKey(['c','d'])), AssetKey.from_user_string('e/f')])
def x(): pass
""",
    },
    "dep tuple and set": {
        "main": """\
@asset(deps=('a','b'))
def x(): pass
@asset(deps={'c'})
def y(): pass
""",
    },
    "dep comprehension": {
        "main": """\
@asset(deps=[f'd_{i}' for i in range(2)])
def x(): pass
""",
    },
    "dep string": {
        "main": """\
@asset(deps='abc')
def x(): pass
""",
    },
    "nonarg": {
        "main": """\
@asset(non_argument_deps={'n1'})
def x(): pass
""",
    },
    "redefine ref": {
        "main": """\
@asset(name='one')
def x(): pass
@asset(deps=[x])
def y(): pass
@asset(name='two')
def x(): pass
""",
    },
    "shadow asset": {
        "main": """\
# bare
from dagster import asset
def asset(fn): return fn
@asset
def x(): pass
""",
    },
    "annassign": {
        "main": """\
x: SourceAsset = SourceAsset('a')
y: AssetSpec
""",
    },
    "chain assign": {
        "main": "x = y = SourceAsset('a')",
    },
    "globals": {
        "main": "globals()['x']=SourceAsset('a')",
    },
    "floe kinds": {
        "main": """\
@floe_asset(kinds=['python'], tags={'a':'b'}, owners=['team:q'], key_prefix=['p'])
def x(): pass
""",
    },
    "cyclic": {
        "c": """\
# bare
from dagster import asset
from . import main
@asset
def ca(): pass
""",
        "main": """\
# bare
from dagster import asset
from . import c
from .c import ca
@asset(deps=[ca])
def ma(): pass
""",
    },
    "docstring group none": {
        "main": """\
@asset(group_name=None, tags=None, kinds=None, owners=None, deps=None, ins=None, name=None,
    key_prefix=None, description=None)
def x(): '''  doc
      more
    '''
""",
    },
    "spec in two": {
        "main": """\
s=[AssetSpec('s1')]
@multi_asset(specs=[AssetSpec('t1')])
def y(): pass
""",
    },
    "outs computed": {
        "main": """\
@multi_asset(outs={n: AssetOut() for n in ['a','b']})
def x(): pass
""",
    },
    "specs comp": {
        "main": """\
@multi_asset(specs=[AssetSpec(n) for n in ['a','b']])
def x(): pass
""",
    },
    "specs var": {
        "main": """\
S=[SourceAsset(n) for n in ['a','b']]
T=('x',)
""",
    },
    "specs tuple var": {
        "main": """\
S=(AssetSpec('a'), AssetSpec('b'))
@multi_asset(specs=S)
def x(): pass
""",
    },
    "specs concat": {
        "main": """\
S=(AssetSpec('a'),)
@multi_asset(specs=[*S, AssetSpec('b')])
def x(): pass
""",
    },
    "str method": {
        "main": """\
@asset(name='AB'.lower())
def x(): pass
""",
    },
    "fstring fmt": {
        "main": """\
N=3
@asset(name=f'x_{N:02d}')
def x(): pass
@asset(name=f'y_{N}')
def y(): pass
@asset(name=f'z_{True}')
def z(): pass
""",
    },
    "empty prefix": {
        "main": """\
@asset(key_prefix='', name='n')
def x(): pass
@asset(key_prefix=[])
def y(): pass
""",
    },
    "import list dep": {
        "c": """\
@asset
def q(): pass
@asset
def r(): pass
ALL=[q,r]
""",
        "main": """\
from .c import ALL
@asset(deps=ALL)
def x(): pass
""",
    },
    "local list dep": {
        "main": """\
@asset
def q(): pass
@asset
def r(): pass
ALL=[q,r]
@asset(deps=ALL)
def x(): pass
""",
    },
    "two decorators retry": {
        "main": """\
import functools
@functools.lru_cache
def helper(a): return a
v=helper(1)
@asset
def x(): pass
""",
    },
    "semicolons unicode": {
        "main": """\
# -*- coding: utf-8 -*-
é='ü'; 变='g'
@asset(group_name=变)
def x(): pass
""",
    },
    "spec not loaded": {
        "main": """\
a=AssetSpec('a')
b=[AssetSpec('b')]
c=[AssetSpec(n) for n in ['c','d']]
""",
    },
    "spec used and named": {
        "main": """\
S=[AssetSpec('s', deps=['u'], kinds={'k'})]
@multi_asset(specs=S)
def m(): pass
""",
    },
    "spec beside asset in list": {
        "main": """\
def make():
    return 3
@asset
def x(): pass
y=[x, AssetSpec('b')]
""",
    },
    "list nested sources": {
        "main": "a=[[SourceAsset('a')]]",
    },
    "loop items": {
        "main": """\
T={'a':'bronze','b':'gold'}
ALL=[]
for name, group in T.items():
    @asset(name=name, group_name=group)
    def _x(): pass
    ALL.append(_x)
""",
    },
    "fn reads argument": {
        "main": """\
D=['a']
def show(d): return str(d)
show(D)
@asset(deps=D)
def x(): pass
""",
    },
    "alias mutated": {
        "main": """\
D=['a']
E=D
E.append('b')
@asset(deps=D)
def x(): pass
""",
    },
    "try dagster": {
        "main": """\
# bare
try:
    from dagster import asset
except ImportError:
    asset=None
@asset
def x(up): pass
""",
    },
    "try raises": {
        "main": """\
# bare
try:
    from dagster import asset
except ImportError:
    raise SystemExit(1)
@asset
def x(up): pass
""",
    },
    "partition helper": {
        "main": """\
def p(): return StaticPartitionsDefinition(['a'])
@asset(partitions_def=p())
def x(): pass
""",
    },
    "silent": {
        "main": """\
import logging, os, pathlib
from dagster import Definitions, define_asset_job, AssetSelection
logger=logging.getLogger()
TABLES=tuple(sorted(['b','a']))
ROOT=pathlib.Path(__file__).parent
A=os.environ.get('ASSET_BUCKET')
def assets_path(p): return f'{p}/x'
asset_dir=assets_path('q')
def job_for(a): return define_asset_job('j', selection=[a])
@asset
def x(): pass
job=job_for(x)
defs=Definitions(assets=[x], jobs=[job])
class Helper:
    pass
h=Helper()
for t in TABLES: logger.debug(t)
with open(__file__) as f: text=f.read()
n=len(text)
assert n
""",
    },
    "default arguments": {
        "main": """\
@asset
def x(a, b=1, *, c=1): pass
""",
    },
    "op and check are silent": {
        "main": """\
@op
def o(a): return a
@asset_check(asset='x')
def c(): return AssetCheckResult(passed=True)
from dagster import sensor, schedule, job, RunRequest, asset_sensor
@asset_sensor(asset_key=AssetKey('x'), job_name='j')
def s(context, event): yield RunRequest()
@asset
def x(): pass
""",
    },
    "own decorator wraps": {
        "main": """\
import functools
def timed(fn):
    @functools.wraps(fn)
    def inner(*a, **k): return fn(*a, **k)
    return inner
@asset(deps=['z'])
@timed
def x(context, up): pass
""",
    },
    "returns itself": {
        "main": """\
def mark(label):
    def wrap(fn):
        fn.label=label
        return fn
    return wrap
@asset
@mark('q')
def x(up): pass
""",
    },
    "values of dict": {
        "main": """\
D={'a': SourceAsset('a'), 'b': SourceAsset('b')}
ALL=list(D.values())
""",
    },
    "constant module": {
        "c": """\
# bare
GROUP='g'
TAGS={'a':'b'}
""",
        "main": """\
from . import c
@asset(group_name=c.GROUP, tags={**c.TAGS, 'z':'y'})
def x(): pass
""",
    },
    "assert and del": {
        "main": """\
a=SourceAsset('a')
assert a
b=a
del a
""",
    },
    "deco list var": {
        "main": """\
mine=[asset]
@mine[0]
def x(): pass
""",
    },
    "multi check": {
        "main": """\
from dagster import AssetCheckSpec
@asset(check_specs=[AssetCheckSpec('c', asset='x')])
def x(): yield
""",
    },
    "try finally": {
        "main": """\
try:
    @asset
    def x(): pass
finally:
    y=1
""",
    },
    "lambda asset": {
        "main": "x=asset(name='l')(lambda: 1)",
    },
}

HIDDEN: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "attribute of an object": (
        {
            "main": """\
class A:
    @asset
    def b(): pass
    def __init__(self):
        self.c = asset(name='c')(lambda: 1)
    @property
    def d(self): return asset(name='d')(lambda: 1)
a = A()
b = a.b
c = a.c
d = a.d
""",
        },
        (
            '"b" is an attribute of an object',
            '"c" is an attribute of an object',
            '"d" is an attribute of an object',
        ),
    ),
    "attributes of a class that are not only what its body says": (
        {
            "main": """\
def changed(cls):
    cls.b = cls.c = asset(name='other')(lambda: 1)
    return cls
@changed
class A:
    @asset
    def b(): pass
class B:
    items = []
    @asset
    def b(): pass
    items.append(b)
a = A.b
b = B.items
""",
        },
        ('"a" is an attribute of a class', '"b" is an attribute of a class'),
    ),
    "globals in a class": (
        {
            "main": """\
class Layer:
    for n in ('a', 'b'):
        @asset(name=n)
        def made(): pass
        globals()[n] = made
""",
        },
        ('class "Layer" makes names of the module',),
    ),
    "global in a class": (
        {
            "main": """\
class Layer:
    global a
    @asset
    def a(): pass
""",
        },
        ('class "Layer" makes names of the module',),
    ),
    "conditional const": (
        {
            "main": """\
import os
G='one'
if not os.environ.get('NOPE'):
    G='two'
@asset(group_name=G)
def x(): pass
""",
        },
        ('the group of "x" is computed',),
    ),
    "conditional const only": (
        {
            "main": """\
import os
if os.environ.get('NOPE'):
    G='one'
else:
    G='two'
@asset(group_name=G)
def x(): pass
""",
        },
        ('the group of "x" is computed',),
    ),
    "conditional const first": (
        {
            "main": """\
import os
if not os.environ.get('NOPE'):
    G='two'
else:
    G='one'
@asset(group_name=G)
def x(): pass
""",
        },
        ('the group of "x" is computed',),
    ),
    "cond def": (
        {
            "main": """\
import os
if os.environ.get('NOPE'):
    @asset
    def x(): pass
""",
        },
        ('"x" is set under a condition',),
    ),
    "cond spec": (
        {
            "main": """\
import os
if os.environ.get('NOPE'):
    s=SourceAsset('s')
""",
        },
        ('"s" is set under a condition',),
    ),
    "cond del": (
        {
            "main": """\
import os
@asset
def x(): pass
if not os.environ.get('NOPE'):
    del x
""",
        },
        ('"x" is set under a condition',),
    ),
    "cond override": (
        {
            "main": """\
import os
@asset
def x(): pass
if os.environ.get('NOPE'):
    @asset(name='y')
    def x(): pass
""",
        },
        ('"x" is set under a condition',),
    ),
    "cond elif none": (
        {
            "main": """\
import os
@asset
def x(): pass
if os.environ.get('NOPE'):
    x=None
""",
        },
        ('"x" is set under a condition',),
    ),
    "try def": (
        {
            "main": """\
try:
    import nonexistent_zz
    @asset
    def x(): pass
except ImportError:
    pass
""",
        },
        ('"x" is set under a condition',),
    ),
    "try fallback": (
        {
            "main": """\
try:
    import nonexistent_zz
    @asset(name='a')
    def x(): pass
except ImportError:
    @asset(name='b')
    def x(): pass
""",
        },
        ('"x" is set under a condition',),
    ),
    "func overwrites global": (
        {
            "main": """\
x=SourceAsset('one')
def f():
    global x
    x=SourceAsset('two')
f()
""",
        },
        ('"x" is set by f()',),
    ),
    "match": (
        {
            "main": """\
match 1:
    case 1:
        @asset
        def x(): pass
""",
        },
        ('"x" is set under a condition',),
    ),
    "factory": (
        {
            "main": """\
def make(n):
    @asset(name=n)
    def _a(): pass
    return _a
x=make('q')
y=[make(n) for n in 'ab']
""",
        },
        (
            '"x" is what make() returns',
            '"y" is computed',
        ),
    ),
    "factory list": (
        {
            "main": """\
def make(n):
    @asset(name=n)
    def _a(): pass
    return _a
y=[make('a'), make('b')]
""",
        },
        (
            'an item of "y" is what make() returns',
            'an item of "y" is what make() returns',
        ),
    ),
    "factory tuple unpack": (
        {
            "main": """\
def make(n):
    @asset(name=n)
    def _a(): pass
    return _a
a,b=make('a'), make('b')
""",
        },
        (
            '"a" is what make() returns',
            '"b" is what make() returns',
        ),
    ),
    "factory indirect": (
        {
            "main": """\
def make(n):
    @asset(name=n)
    def _a(): pass
    return _a
def outer(n): return make(n)
x=outer('q')
""",
        },
        ('"x" is what outer() returns',),
    ),
    "factory imported noname": (
        {
            "c": """\
def build(n):
    @asset(name=n)
    def _a(): pass
    return _a
""",
            "main": """\
# bare
from .c import build
x=build('q')
""",
        },
        ('"x" is what build() returns',),
    ),
    "factory reexported": (
        {
            "d": """\
def build(n):
    @asset(name=n)
    def _a(): pass
    return _a
""",
            "c": """\
# bare
from .d import build
""",
            "main": """\
# bare
from .c import build
x=build('q')
""",
        },
        ('"x" is what build() returns',),
    ),
    "factory module attr": (
        {
            "c": """\
def build(n):
    @asset(name=n)
    def _a(): pass
    return _a
""",
            "main": """\
# bare
from . import c
x=c.build('q')
""",
        },
        ('"x" is what c.build() returns',),
    ),
    "factory lambda": (
        {
            "main": """\
mk=lambda n: SourceAsset(n)
x=mk('q')
""",
        },
        ('"x" is what mk() returns',),
    ),
    "factory method": (
        {
            "main": """\
class F:
    def build(self): return SourceAsset("q")
f=F()
y=f.build()
""",
        },
        ('"y" is what f.build() returns',),
    ),
    "custom decorator": (
        {
            "main": """\
def deco(fn): return asset(group_name='g')(fn)
@deco
def x(up): pass
""",
        },
        ('"x" is what deco() makes of a function',),
    ),
    "deco over asset": (
        {
            "main": """\
def rename(a): return a.with_attributes(asset_key_replacements={AssetKey('x'): AssetKey('y')})
@rename
@asset
def x(): pass
""",
        },
        ('"x" is what rename() makes of an asset',),
    ),
    "deco under asset": (
        {
            "main": """\
import functools
def d(fn):
    def inner(other): pass
    return inner
@asset
@d
def x(up): pass
""",
        },
        (
            'the key of "x" is computed',
            'the inputs of "x" depend on its decorator d()',
        ),
    ),
    "ifexp": (
        {
            "main": """\
import os
x = SourceAsset('a') if os.environ.get('NOPE') else SourceAsset('b')
""",
        },
        ('"x" depends on a condition',),
    ),
    "spec computed": (
        {
            "main": """\
import os
x=SourceAsset('a'+os.sep.replace('/','b'))
""",
        },
        ("the key of an asset is computed",),
    ),
    "assets def": (
        {
            "main": """\
from dagster import AssetsDefinition, GraphDefinition, op
@op
def o(): return 1
x=AssetsDefinition.from_op(o)
""",
        },
        ('"x" is made by AssetsDefinition.from_op()',),
    ),
    "globals fn": (
        {
            "main": """\
def reg(n): globals()[n]=SourceAsset(n)
reg('a')
""",
        },
        ("names are made with globals()",),
    ),
    "globals loop": (
        {
            "main": "for n in 'ab': globals()[n]=SourceAsset(n)",
        },
        ("names are made with globals()",),
    ),
    "exec": (
        {
            "main": """\
exec('x=SourceAsset("a")')
""",
        },
        ("names are made with exec()",),
    ),
    "setattr": (
        {
            "main": """\
import sys
setattr(sys.modules[__name__],'x',SourceAsset('a'))
""",
        },
        ("names are made with setattr()",),
    ),
    "dict update globals": (
        {
            "main": "vars().update(x=SourceAsset('a'))",
        },
        ("names are made with globals()",),
    ),
    "group computed": (
        {
            "main": """\
import os
@asset(group_name=os.environ.get('NOPE','g'), key_prefix=os.environ.get('NOPE','p'))
def x(): pass
""",
        },
        (
            'the key of "x" is computed',
            'the group of "x" is computed',
        ),
    ),
    "fstring none": (
        {
            "main": """\
import os
V=os.sep.replace('/','q')
@asset(name=f'x_{V}')
def x(): pass
""",
        },
        ('the key of "x" is computed',),
    ),
    "loop break": (
        {
            "main": """\
ALL=[]
for n in ['a','b']:
    @asset(name=n)
    def _x(): pass
    ALL.append(_x)
    break
""",
        },
        (
            '"ALL" is changed by .append() in a loop or under a condition',
            '"_x" is made in a loop',
        ),
    ),
    "loop unknown": (
        {
            "main": """\
import os
ALL=[]
for n in os.environ.get('NOPE','a,b').split(','):
    @asset(name=n)
    def _x(): pass
    ALL.append(_x)
""",
        },
        (
            '"ALL" is changed by .append() in a loop or under a condition',
            '"_x" is made in a loop',
        ),
    ),
    "while loop": (
        {
            "main": """\
n=0
ALL=[]
while n<2:
    @asset(name=f'a{n}')
    def _x(): pass
    ALL.append(_x)
    n+=1
""",
        },
        (
            '"ALL" is changed by .append() in a loop or under a condition',
            '"_x" is made in a loop',
        ),
    ),
    "fn appends": (
        {
            "main": """\
D=['a']
def add(n): D.append(n)
add('b')
@asset(deps=D)
def x(): pass
""",
        },
        ('the dependencies of "x" are computed',),
    ),
    "fn changes argument": (
        {
            "main": """\
D=['a']
def add(to): to.append('b')
add(D)
@asset(deps=D)
def x(): pass
""",
        },
        ('the dependencies of "x" are computed',),
    ),
    "fn registers": (
        {
            "main": """\
ALL=[]
def reg(n):
    @asset(name=n)
    def _a(): pass
    ALL.append(_a)
reg('q')
""",
        },
        ('"ALL" is changed by reg()',),
    ),
    "class registers": (
        {
            "main": """\
D={}
class K:
    def __init__(self): D['k']='v'
K()
@asset(tags=D)
def x(): pass
""",
        },
        ('the tags of "x" are computed',),
    ),
    "cond append": (
        {
            "main": """\
import os
D=['a']
if not os.environ.get('NOPE'):
    D.append('b')
@asset(deps=D)
def x(): pass
""",
        },
        ('the dependencies of "x" are computed',),
    ),
    "partition maybe": (
        {
            "main": """\
import os
P = None if not os.environ.get('NOPE') else StaticPartitionsDefinition(['a'])
@asset(partitions_def=P)
def x(): pass
""",
        },
        ('whether "x" has partitions is computed',),
    ),
    "dict of assets": (
        {
            "main": """\
D={}
for n in ['a','b']:
    @asset(name=n)
    def _x(): pass
    D[n]=_x
globals().update(D)
""",
        },
        ("names are made with globals()",),
    ),
    "factory in comprehension": (
        {
            "main": """\
def make(n):
    @asset(name=n)
    def _a(): pass
    return _a
ALL=[make(n) for n in ('a','b')]
""",
        },
        ('an item of "ALL" is what make() returns',),
    ),
    "factory returns pair": (
        {
            "main": """\
def make():
    @asset
    def a(): pass
    @asset
    def b(): pass
    return a, b
x, y = make()
""",
        },
        (
            '"x" is what make() returns',
            '"y" is what make() returns',
        ),
    ),
    "factory local import": (
        {
            "main": """\
# bare
def make(n):
    from dagster import asset
    @asset(name=n)
    def _a(): pass
    return _a
x=make('q')
""",
        },
        ('"x" is what make() returns',),
    ),
    "module getattr": (
        {
            "c": """\
def __getattr__(name):
    if name=='late': return SourceAsset('late')
    raise AttributeError(name)
""",
            "main": """\
# bare
from .c import late
""",
        },
        ('"late" is made by "{package}.c.__getattr__"',),
    ),
    "str loop": (
        {
            "main": """\
ALL=[]
for n in 'ab':
    ALL.append(SourceAsset(n))
""",
        },
        ('"ALL" is changed by .append() in a loop or under a condition',),
    ),
    "nested function effects": (
        {
            "main": """\
D=['a']
def inner(): D.append('b')
def outer(): inner()
outer()
@asset(deps=D)
def x(): pass
""",
        },
        ('the dependencies of "x" are computed',),
    ),
    "effects in other module": (
        {
            "c": """\
# bare
D=['a']
def add(n): D.append(n)
""",
            "main": """\
from .c import D, add
add('b')
@asset(deps=D)
def x(): pass
""",
        },
        ('the dependencies of "x" are computed',),
    ),
    "local import of loader": (
        {
            "c": """\
@asset
def q(): pass
""",
            "main": """\
from . import c
from dagster import load_assets_from_modules
all_of_it=load_assets_from_modules([c])
""",
        },
        ('"all_of_it" is made by load_assets_from_modules()',),
    ),
    "suppress": (
        {
            "main": """\
import contextlib
with contextlib.suppress(ImportError):
    import nonexistent_zz
    @asset
    def x(): pass
""",
        },
        ('"x" is set under a condition',),
    ),
    "version if": (
        {
            "main": """\
import sys
if sys.version_info >= (3, 8):
    G='g'
else:
    G='h'
@asset(group_name=G)
def x(): pass
""",
        },
        ('the group of "x" is computed',),
    ),
    "setdefault": (
        {
            "main": """\
T={}
T.setdefault('a','b')
@asset(tags=T)
def x(): pass
""",
        },
        ('the tags of "x" are computed',),
    ),
    "key attr dep": (
        {
            "main": """\
@multi_asset(outs={'a':AssetOut(),'b':AssetOut()})
def m(): pass
@asset(deps=list(m.keys))
def x(): pass
""",
        },
        ('the dependencies of "x" are computed',),
    ),
    "with key prefix": (
        {
            "main": """\
@asset
def x(): pass
x=x.with_attributes()
""",
        },
        ('"x" is made by with_attributes()',),
    ),
}
