LIMIT = int(os.getenv("LIMIT", "10"))  # error@13-15: name "os" does not exist when the module is imported; add "import os"
