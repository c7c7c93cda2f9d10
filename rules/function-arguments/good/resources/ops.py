from dagster import op

from somewhere import SlackResource


def vacuum(context, catalog, slack: SlackResource, days: int):
    """Resources come by name or by type."""


@op(config_schema={"anything": int})
def refresh(context):
    """An op's arguments are its config."""
