"""Assets."""


rows = pd.DataFrame()
