"""``python -m floe_lint``."""

from floe_lint.cli import main

if __name__ == "__main__":
    main()
