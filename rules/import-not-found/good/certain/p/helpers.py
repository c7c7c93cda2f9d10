import json
import sysconfig as inner
from p.more import *

LIMIT: int = 3
try:
    import later
except ImportError:
    later = None
if LIMIT > len(json.dumps({})):
    under_condition = 1
if (walrus := LIMIT) > 2:
    pass
for counted in range(3):
    pass


class Cleaner: ...


def clean(rows):
    global set_by_function
    set_by_function = rows


clean(1)
