"""Exceptions that a platform team grants for a while, in ``floe-waivers.yaml``."""
