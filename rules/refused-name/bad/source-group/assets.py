import dagster as dg

export = dg.SourceAsset("export", group_name="crm.eu")  # error@25-33: asset "export" is in group "crm.eu", which Dagster refuses: only letters, digits and "_", with "/" between parts
