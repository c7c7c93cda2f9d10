globals()["any" + "thing"] = 1
