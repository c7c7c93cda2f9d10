from some_library import *

print(rows)
