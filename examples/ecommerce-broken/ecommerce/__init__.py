"""Just enough Python for the mistakes in floe.yaml to be about something."""
