"""Running rules over a project and turning their problems into findings."""
