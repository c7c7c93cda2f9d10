"""Functions that jobs of type "ops" run."""
