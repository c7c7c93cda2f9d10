signature = 1
