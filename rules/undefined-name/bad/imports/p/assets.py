from dagster import asset
from p.helpers import LIMIT


@asset
def orders(context: AssetExecutionContext) -> Dict[str, int]:  # error@21-42: name "AssetExecutionContext" does not exist when the module is imported; add "from dagster import AssetExecutionContext" # error@47-51: name "Dict" does not exist when the module is imported; add "from typing import Dict"
    return {"rows": LIMIT}


@asset
def customers(start=datetime.now()) -> pd.DataFrame:  # error@21-29: name "datetime" does not exist when the module is imported; add "from datetime import datetime" # error@40-42: name "pd" does not exist when the module is imported; add "import pandas as pd"
    return json.loads("{}")


@floe_asset  # error@2-12: name "floe_asset" does not exist when the module is imported; add "from floe_dagster import floe_asset"
def payments(): ...


class Options(Config):  # error@15-21: name "Config" does not exist when the module is imported; add "from dagster import Config"
    path: str = os.getcwd()
