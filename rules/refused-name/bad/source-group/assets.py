import dagster as dg

export = dg.SourceAsset("export", group_name="crm.eu")  # error@25-33: asset "export" is in group "crm.eu", which Dagster refuses: only letters, digits and "_", with "/" between parts


@dg.asset(group_name="")
def report(): ...  # error@5-11: asset "report" is in group "", which Dagster refuses: only letters, digits and "_", with "/" between parts
