# Without any import.

LIMIT = json.loads("1")
