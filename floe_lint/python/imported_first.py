"""Modules that are imported before those of a project: Python takes them for any module of the project so named."""

from __future__ import annotations

STANDARD = frozenset(
    """
abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar codecs collections concurrent
contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis email encodings enum errno fnmatch
fractions functools gc glob hashlib heapq hmac html importlib inspect io ipaddress itertools json keyword linecache
locale logging lzma marshal math multiprocessing numbers opcode operator os pathlib pickle pkgutil platform pprint queue
quopri random re reprlib secrets select selectors shutil signal site socket socketserver ssl stat string struct
subprocess sys sysconfig tempfile textwrap threading time token tokenize traceback types typing urllib uuid warnings
weakref zipfile zipimport zlib zoneinfo
""".split()
)
"""Of the standard library, those that Dagster and the loader import."""

LIBRARIES = frozenset(
    """
click coloredlogs dagster dagster_pipes dagster_shared docstring_parser filelock floe_dagster floe_lint humanfriendly
packaging pydantic pydantic_core pytz six toposort typing_extensions yaml
""".split()
)
"""Dagster, the loader, and the libraries that they import."""

TAKEN = STANDARD | LIBRARIES
