"""What a formula's result has to be: a number, near the right one, and there at once however many tokens it is for."""

import math
import numbers
import time

import numpy as np

from autograder.kit.exercise import call, fail, with_article

QUICK = 2e-3
"""Seconds within which a formula is done. It needs some millionths of one, whatever its numbers."""

PATIENCE = 1.0
"""Seconds for which slow calls are repeated before they are believed."""


def formula_call(formula, given, names):
    """(result, how the call reads); names: the formula's own name and its arguments', in one string."""
    name, *inputs = names.split()
    shown = f"{name}({', '.join(f'{n}={_written(value)}' for n, value in zip(inputs, given))})"
    return call(formula, *given, shown=shown), shown


def near(formula, given, expected, names):
    """Call the formula; fail unless it gives a real number within a billionth of `expected`."""
    result, shown = formula_call(formula, given, names)
    number = as_number(result, shown)
    if not math.isclose(number, expected, rel_tol=1e-9):
        fail(f"{shown} is {number:.10g}; expected {expected:.10g}.")
    return number


def as_number(result, shown):
    """The result as a float, or a failed check."""
    something(result, shown)
    if isinstance(result, np.ndarray) and result.shape == ():
        result = result[()]
    number = _of_ratio(result)
    if number is None:
        fail(
            f"{shown} is {result!r}, {with_article(type(result).__name__)}; expected one number.",
            misconception="another_type",
            diagnosable=False,
        )
    return number


def _of_ratio(result):
    """A real number of any type as a float; None for anything else.

    A Fraction or a Decimal stays in the learner's process when a class is graded: what comes over is what it is made of.
    """
    if isinstance(result, (bool, np.bool_)):
        return None
    if isinstance(result, numbers.Real):
        return float(result)
    try:
        above, below = result.as_integer_ratio()
        return above / below
    except Exception:  # whatever an object that is no number does
        return None


def something(result, shown):
    """Fail if nothing was returned."""
    if result is None:
        fail(
            f"{shown} is None. Is there a `return` at the end? (print shows a number, return hands it over.)",
            misconception="nothing_returned",
            diagnosable=False,
        )


def at_once(formula, given, names, varying):
    """Fail if the formula takes longer for a larger argument `varying`, as a loop over tokens does.

    A loop over 10⁹ tokens, or over blocks of them, must not be started, since nothing stops it in a notebook. So the argument grows
    tenfold, and before each next size some call has to have been quick: a formula is a thousand times quicker
    than asked for, so one undisturbed call out of as many as fit in a second is enough, on the busiest machine
    too. The first other argument changes from call to call, so that remembering results doesn't help.
    """
    inputs = names.split()[1:]
    at, other = inputs.index(varying), 0 if inputs.index(varying) else 1
    given = list(given)
    for size in (10**power for power in range(2, 13)):
        given[at] = size
        begin, fastest = time.perf_counter(), math.inf
        while fastest > QUICK and time.perf_counter() - begin < PATIENCE:
            given[other] += 1
            start = time.perf_counter()
            _, shown = formula_call(formula, given, names)
            fastest = min(fastest, time.perf_counter() - start)
        if fastest > QUICK:
            far, tokens = (
                (1e9 / size, "a billion tokens") if size < 10**9 else (1e9, "a billion times as many tokens")
            )
            fail(
                f"{shown} took {fastest:.2g} s: the time grows with {varying}, and {tokens} would take "
                f"about {fastest * far:.2g} s.\n"
                "The lengths of the steps are evenly spaced. Pair the first with the last, the second with the last "
                "but one: what does each pair add up to, and how many pairs are there?",
                misconception="loop_over_tokens",
            )


def _written(value):
    return f"{value:_}" if isinstance(value, int) else f"{value:g}"
