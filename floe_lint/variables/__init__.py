"""Environment variables in strings, and the files that give them values."""
