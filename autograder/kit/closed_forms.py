"""What a formula's result has to be: a number near the right one, or exactly it, and there at once however
many tokens it is for."""

import math
import numbers
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.kit.exercise import another_type, call, fail, something

QUICK = 2e-3
"""Seconds within which a formula is done. It needs some millionths of one, whatever its numbers."""

PATIENCE = 0.5
"""Seconds for which slow calls are repeated before they are believed."""


def formula_probe(*largest: int) -> Callable[..., list[Any]]:
    """A probe that calls a formula with small random whole numbers below `largest` of each argument."""

    def probe(formula: Callable[..., Any], rng: np.random.Generator) -> list[Any]:
        return [formula(*(int(rng.integers(2, top)) for top in largest)) for _ in range(4)]

    return probe


def formula_call(formula: Callable[..., Any], given: Sequence[Any], names: str) -> tuple[Any, str]:
    """(result, how the call reads); names: the formula's own name and its arguments', in one string."""
    name, *inputs = names.split()
    shown = f"{name}({', '.join(f'{n}={_written(value)}' for n, value in zip(inputs, given))})"
    return call(formula, *given, shown=shown), shown


def near(formula: Callable[..., Any], given: Sequence[Any], expected: float, names: str) -> Any:
    """Call the formula; fail unless it gives a real number within a billionth of `expected`."""
    result, shown = formula_call(formula, given, names)
    number = as_number(result, shown)
    if not math.isclose(number, expected, rel_tol=1e-9):
        fail(f"{shown} is {number:.10g}; expected {expected:.10g}.")
    return number


def as_number(result: Any, shown: str) -> Any:
    """The result as a float, or a failed check."""
    something(result, shown)
    if isinstance(result, np.ndarray) and result.shape == ():
        result = result[()]
    number = _of_ratio(result)
    if number is None:
        another_type(result, shown, "one number")
    return number


def _of_ratio(result: Any) -> float | None:
    """A real number of any type as a float; None for anything else.

    A Fraction or a Decimal stays in the learner's process when a class is graded: what comes over is what it
    is made of.
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


def whole_number(formula: Callable[..., Any], given: Sequence[Any], expected: float, names: str) -> None:
    """Call the formula; fail unless it gives exactly the int expected. names: its own and its arguments'."""
    result, shown = formula_call(formula, given, names)
    something(result, shown)
    if isinstance(result, (float, np.floating)):
        if result != expected:
            fail(f"{shown} is {result:.17g}; expected {_counted(expected)}.")
        fail(
            f"{shown} is {result!r}, a float; expected the whole number {_counted(expected)}.\n"
            "A float keeps 53 bits, about 16 digits: longer counts would be rounded. "
            "Where does your formula leave the whole numbers? (7 / 2 gives a float, 7 // 2 does not.)",
            misconception="float_for_count",
            diagnosable=False,
        )
    if isinstance(result, bool) or not isinstance(result, (int, np.integer)):
        another_type(result, shown, "one whole number, an int")
    if result == expected:
        return
    if (int(result) - expected) % 2**64 == 0:
        fail(
            f"{shown} is {_counted(result)}; expected {_counted(expected)}.\n"
            "NumPy's whole numbers have 64 bits and begin anew where these are full, Python's have no end. "
            "Where does your code make NumPy's of them?",
            misconception="numpy_int_for_int",
            diagnosable=False,
        )
    if abs(int(result) - expected) * 10**12 < expected:
        fail(
            f"{shown} is\n  {int(result):_}; expected\n  {expected:_}.\n"
            "The first digits are right, the last ones rounded: a float keeps about 16 of them. "
            "Which step on the way makes a float of your whole numbers? (7 / 2 does, 7 // 2 does not.)",
            misconception="float_on_the_way",
            diagnosable=False,
        )
    fail(f"{shown} is {_counted(result)}; expected {_counted(expected)}.")


def _counted(number: Any) -> str:
    """12_345, or the same in powers of ten where digits would fill the line."""
    number = int(number)
    return f"{number:_}" if abs(number) < 10**15 else f"{number:_} (about {_power_of_ten(number)})"


def _power_of_ten(number: Any) -> str:
    digits = len(str(abs(number))) - 1
    return f"{number / 10**digits:.2f}e{digits}"


def random_sizes(rng: np.random.Generator, count: int) -> list[tuple[int, ...]]:
    """Four times `count` random whole numbers below 40."""
    return [tuple(int(rng.integers(1, 40)) for _ in range(count)) for _ in range(4)]


def at_once(formula: Callable[..., Any], given: Sequence[Any], names: str, varying: str) -> None:
    """Fail if the formula takes longer for a larger argument `varying`, as a loop over tokens does.

    A loop over 10⁹ tokens must not be started, since nothing stops it in a notebook (`sum(range(n))` hears no
    signal, and an array of 10⁹ numbers fills the memory). So the argument grows tenfold, and before each next
    size some call has to have been quick. That is no race: a formula is a thousand times quicker than asked
    for, and one undisturbed call out of as many as fit in half a second is enough, on the busiest machine
    too. At 10⁷ tokens a loop takes half a second and a NumPy array ten milliseconds, in every call; beyond
    them only loops over blocks of tokens go on. The first other argument changes from call to call, so that
    remembering results doesn't help.
    """
    inputs = names.split()[1:]
    at, other = inputs.index(varying), 0 if inputs.index(varying) else 1
    given = list(given)
    for size in (10**power for power in range(2, 19)):
        given[at] = size
        fastest = seconds_of(formula, given, names, changing=other)
        if fastest > QUICK:
            far, tokens = (
                (1e9 / size, "a billion tokens") if size < 10**9 else (1e9, "a billion times as many tokens")
            )
            fail(
                f"{varying} = {size:_} took {fastest:.2g} s, so {tokens} would take about "
                f"{_duration(fastest * far)}: the time grows with the number of tokens.\n"
                "The lengths of the steps are evenly spaced. Pair the first with the last, the second with "
                "the last but one: what does each pair add up to, and how many pairs are there?",
                misconception="loop_over_tokens",
            )


def seconds_of(formula: Callable[..., Any], given: list[Any], names: str, changing: int) -> float:
    """Seconds of the quickest call, the first one that is QUICK if there is one within PATIENCE.

    given: a list of arguments; the one at place `changing` is one larger in each call
    """
    begin, fastest = time.perf_counter(), math.inf
    while fastest > QUICK and time.perf_counter() - begin < PATIENCE:
        given[changing] += 1
        start = time.perf_counter()
        formula_call(formula, given, names)
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def _written(value: Any) -> str:
    return f"{value:_}" if isinstance(value, int) else f"{value:g}"


def _duration(seconds: float) -> str:
    for size, unit in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.2g} s"
