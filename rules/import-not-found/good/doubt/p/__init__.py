from p import patched

patched.later = 1
