"""No asset yet."""
