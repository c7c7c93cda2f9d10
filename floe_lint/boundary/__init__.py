"""What may not stand in floe.yaml, and which literals in neither file: patterns matched in one walk."""
