import contextlib
import sys
from typing import TYPE_CHECKING

from dagster import asset
from p import made, star, written

try:
    import nothing_at_all
except ImportError:
    nothing_at_all = None

if sys.platform == "win32":
    SEPARATOR = "\\"
    import winreg
else:
    SEPARATOR = "/"

if not TYPE_CHECKING:
    real = 1
for number in range(3):
    last = number
while True:
    found = 1
    break
with contextlib.suppress(NameError):
    print(undefined)
try:
    print(undefined)
except NameError:
    pass
if len(sys.argv) > 1_000:
    print(undefined)
print(SEPARATOR, real, last, found, nothing_at_all and undefined, number if found else undefined)
print([undefined for _ in range(0)], (undefined for _ in [1]), lambda: undefined, __file__, __doc__)
print([twice for once in (1, 2) if (twice := once)], twice)


def of_the_module():
    return undefined


def sets_name():
    global named
    named = 1


sets_name()
print(named)


@asset
def orders(value: "Undefined" = None) -> "undefined.Frame": ...


class Table:
    name = "orders"
    path = name + ".csv"
    other: "Undefined"

    def read(self, path=path): ...
