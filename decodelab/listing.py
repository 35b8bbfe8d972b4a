"""Much of a learner's, brought over at once as plain data: drivers, like those of decodelab.meter."""

import operator

import numpy as np


def list_pairs(function, n):
    """What function(n) lists, {"pairs": [[i, j], …]}, its whole numbers as plain ints."""
    return {"pairs": [list(map(operator.index, pair)) for pair in function(n)]}


def outputs_of(function, inputs):
    """What function(*arrays) gives for each of some inputs, {"outputs": […]}, numbers as nested lists.

    inputs  (m, k, …): m times k arrays
    """
    return {"outputs": [np.asarray(function(*arrays.copy())).tolist() for arrays in np.asarray(inputs)]}


def list_with(function, given, others):
    """What function(given) lists, [text, …], while other functions stand for those of its own that have their
    names; None where it gives nothing that has an order.

    others  {name: function}
    """
    theirs = getattr(function, "__globals__", {})
    kept = {name: theirs[name] for name in others if name in theirs}
    theirs.update({name: others[name] for name in kept})
    try:
        result = function(given)
        unordered = result is None or isinstance(result, (str, set, frozenset, dict))
        return None if unordered else [str(item) for item in result]
    finally:
        theirs.update(kept)
