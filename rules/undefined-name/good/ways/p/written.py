exec("rows = 1")
print(rows)
