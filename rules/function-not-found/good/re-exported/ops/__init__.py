"""What jobs call."""

from .maintenance import refresh
from some_library import run_something
