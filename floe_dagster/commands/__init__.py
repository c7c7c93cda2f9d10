"""The commands that need the ``dagster`` extra: ``floe compile`` and ``floe backfill``.

The entry points of the group ``floe.commands`` name them, so that ``floe_lint`` need not know this package.
"""
