"""What is there, and what is not yet."""

from typing import TYPE_CHECKING

from dagster import AssetSpec, asset

if TYPE_CHECKING:
    from pandas import DataFrame

LAYER = PREFIX + "bronze"  # error@9-15: name "PREFIX" does not exist when the module is imported; line 13 defines it: move that up
if __name__ == "__main__":
    LOCAL = True
PREFIX = "shop_"


def build(name: str, group: str = LAYER):
    @asset(name=name, group_name=grup)  # error@34-38: name "grup" does not exist when the module is imported; did you mean "group"?
    def built() -> DataFrame:  # error@20-29: name "DataFrame" does not exist when the module is imported; it is bound for type checkers only: take it out of that block, or put the annotation in quotes
        return limit_of(name)

    return built


orders = build("orders")
specs = [AssetSpec(key, tags=TAGS) for key in ("a", "b")]  # error@30-34: name "TAGS" does not exist when the module is imported; define it above, or import it
places = LOCAL  # error@10-15: name "LOCAL" does not exist when the module is imported; it is bound only where the module is run as a script: take it out of that block
temporary = 1
del temporary
print(temporary)  # error@7-16: name "temporary" does not exist when the module is imported; define it above, or import it


@asset
def customers(options: "Options", later: Options): ...  # error@42-49: name "Options" does not exist when the module is imported; line 36 defines it: move that up, or put the annotation in quotes


class Options:
    limit = 1
    most = limit
