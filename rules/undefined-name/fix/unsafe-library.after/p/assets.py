"""Assets."""

import pandas as pd


rows = pd.DataFrame()
