globals()["rows"] = 1
print(rows)
