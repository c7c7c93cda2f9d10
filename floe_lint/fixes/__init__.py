"""Making the fixes that findings carry."""
