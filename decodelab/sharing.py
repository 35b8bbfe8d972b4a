"""Whose a result is: a driver, like those of decodelab.meter. Where it runs, arrays are the function's own
and no copies."""

import numpy as np


def whose_result(function, inputs, others, more=(), pure=True):
    """What becomes of the result of function(*inputs, *more) afterwards.

    inputs, others: arguments of two calls; lists become arrays, anew for each call
    more          : arguments behind them, as they are
    pure          : whether the same arguments must give the same again

    Returns {"call": whether a second call changed it, "input": which input it is a view of, or None, "again":
    whether a third call, with the first one's arguments, gives something else once the caller has written
    into the result}.
    """
    given = _made(inputs)
    first = function(*given, *more)
    kept = np.array(first)
    function(*_made(others), *more)
    told = {"call": not same(first, kept), "input": None, "again": False}
    for i, argument in enumerate(given):
        if isinstance(argument, np.ndarray):
            argument[...] = 7
            if told["input"] is None and not told["call"] and not same(first, kept):
                told["input"] = i
    if pure and isinstance(first, np.ndarray) and first.flags.writeable:
        first[...] = ~first if first.dtype == bool else 7
        told["again"] = not same(function(*_made(inputs), *more), kept)
    return told


def _made(arguments):
    return [np.array(a) if isinstance(a, list) else a for a in arguments]


def same(result, kept):
    """Whether a result still has the numbers of `kept`, a copy of it."""
    return np.array_equal(np.asarray(result), kept, equal_nan=kept.dtype.kind in "fc")
