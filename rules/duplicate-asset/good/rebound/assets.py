"""Names that are defined again while something else keeps the first asset, or only one of the two is made."""

import os

from dagster import asset

if os.environ.get("FAST"):

    @asset
    def chosen(): ...

else:

    @asset
    def chosen(): ...


try:
    import polars  # noqa: F401

    @asset
    def tried(): ...

except ImportError:

    @asset
    def tried(): ...


@asset(name="first_alias")
def aliased(): ...


kept = aliased


@asset(name="second_alias")
def aliased(): ...


@asset(name="first_listed")
def listed(): ...


more = [listed]


@asset(name="second_listed")
def listed(): ...


@asset
def removed(): ...


del removed


@asset
def removed(): ...


def with_policy(definition):
    return definition


@asset
def wrapped(): ...


wrapped = with_policy(wrapped)
