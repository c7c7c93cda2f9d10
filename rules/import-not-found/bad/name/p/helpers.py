from p.more import *


def clean(rows):
    deeper = rows
    return deeper
