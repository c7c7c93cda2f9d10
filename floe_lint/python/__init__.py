"""Asset modules and functions, read as text: nothing of a user's code is ever imported."""
