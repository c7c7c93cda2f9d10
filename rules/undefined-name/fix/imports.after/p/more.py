# Without any import.

import json

LIMIT = json.loads("1")
