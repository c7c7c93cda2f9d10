"""What ``floe_lint/dagster/`` says of Dagster, compared with the Dagster that is installed.

``python -m tests.mirror`` runs every test that does so, here and elsewhere: those that the page for maintainers names.
"""
