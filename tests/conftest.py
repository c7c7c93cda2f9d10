"""Property-based tests draw the same examples at every run; ``HYPOTHESIS_PROFILE=explore`` draws others.

``HYPOTHESIS_PROFILE=quick`` draws the part that :mod:`tests.examples` says. Whatever has fewer examples then bears the
mark ``examples``, so that the full counts can be run alone.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.examples import PROFILE, examples

settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("quick", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(PROFILE)

_SETTINGS = "_hypothesis_internal_use_settings"
"""Where hypothesis keeps what ``@settings`` says of a test; it offers no other way to change that afterwards."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark property-based tests, and give each of them as many examples as the profile allows."""
    tests = {}
    for item in items:
        test = getattr(item, "obj", None)
        if hasattr(test, _SETTINGS):
            item.add_marker("examples")
            tests[id(test)] = test
    for test in tests.values():
        own = getattr(test, _SETTINGS)
        setattr(test, _SETTINGS, settings(own, max_examples=examples(own.max_examples)))
