from floe_dagster import floe_asset


def make(name):
    @floe_asset(name=name)
    def made(context, catalog):
        """Made."""

    return made


orders = make("orders")  # info@10-24: cannot be checked statically: "orders" is what make() returns
