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
    told = {"call": False, "input": None, "again": False}
    kept = copy_of(first)
    if kept is None:
        return told
    function(*_made(others), *more)
    told["call"] = not same(first, kept)
    for i, argument in enumerate(given):
        if isinstance(argument, np.ndarray):
            argument[...] = 7
            if told["input"] is None and not told["call"] and not same(first, kept):
                told["input"] = i
    if pure and first.flags.writeable:
        first[...] = ~first if first.dtype == bool else 7
        told["again"] = not same(function(*_made(inputs), *more), kept)
        first[...] = kept  # another exercise's answer may be about to call the same function
    return told


def _made(arguments):
    return [np.array(a) if isinstance(a, list) else a for a in arguments]


def copy_of(result):
    """What `same` compares a result with later: a copy of an array of numbers; None of anything else."""
    return np.array(result) if isinstance(result, np.ndarray) and result.dtype != object else None


def same(result, kept):
    """Whether a result still has the numbers of `kept`, what copy_of gave of it."""
    return kept is None or np.array_equal(result, kept, equal_nan=kept.dtype.kind in "fc")
