"""The same names for other functions."""

from dagster import AssetSpec, multi_asset


@multi_asset(specs=[AssetSpec("north"), AssetSpec("south")])
def regions():  # error@5-12: an op "regions" is defined twice, and Dagster refuses two of one name; give one of the functions another name
    """Directions."""


@multi_asset(specs=[AssetSpec("lake")])
def load():  # error@5-9: an op "load" is defined twice, and Dagster refuses two of one name; give one of the functions another name
    """Loads."""


@multi_asset(specs=[AssetSpec("west")])
def regions_of_the_west():
    """West."""
