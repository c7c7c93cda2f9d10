"""Assets by layer; floe.yaml names the modules."""
