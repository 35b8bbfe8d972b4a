"""A long list of a learner's, brought over as plain data: a driver, like those of decodelab.meter."""


def list_pairs(function, n):
    """What function(n) lists, {"pairs": [[i, j], …]}, its whole numbers as plain ints."""
    return {"pairs": [[number.__index__() for number in pair] for pair in function(n)]}
