"""``floe lsp``."""

from __future__ import annotations

import sys
from importlib.util import find_spec


def serve() -> int:
    """Serve an editor over standard input and output; 2 where the extra is not installed."""
    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        print('floe lsp: the language server needs an extra; run: pip install "floe-lint[lsp]"', file=sys.stderr)
        return 2
    import gc

    from floe_lint.lsp.server import main

    # A process that lives for days needs what short ones do without.
    gc.enable()
    main()
    return 0
