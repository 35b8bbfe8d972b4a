"""What the checks of this lesson share."""

import numpy as np

from autograder.kit.closed_forms import something
from autograder.kit.exercise import call, fail, with_article


def formula_probe(sizes):
    """A probe that calls a formula with small random whole numbers; sizes: largest of each argument."""

    def probe(formula, rng):
        return [formula(*(int(rng.integers(2, largest)) for largest in sizes)) for _ in range(4)]

    return probe


def whole_number(formula, given, expected, names):
    """Call the formula; fail unless it gives exactly the int expected. names: its own and its arguments'."""
    name, *inputs = names.split()
    shown = f"{name}({', '.join(f'{name}={value:_}' for name, value in zip(inputs, given))})"
    result = call(formula, *given, shown=shown)
    something(result, shown)
    if isinstance(result, (float, np.floating)):
        if result != expected:
            fail(f"{shown} is {result:.17g}; expected {counted(expected)}.")
        fail(
            f"{shown} is {result!r}, a float; expected the whole number {counted(expected)}.\n"
            "A float keeps 53 bits, about 16 digits: longer counts would be rounded. "
            "Where does your formula leave the whole numbers? (7 / 2 gives a float, 7 // 2 does not.)",
            misconception="float_for_count",
            diagnosable=False,
        )
    if isinstance(result, bool) or not isinstance(result, (int, np.integer)):
        fail(
            f"{shown} is {typed(result)}; expected one whole number, an int.",
            misconception="another_type",
            diagnosable=False,
        )
    if result == expected:
        return
    if (int(result) - expected) % 2**64 == 0:
        fail(
            f"{shown} is {counted(result)}; expected {counted(expected)}.\n"
            "NumPy's whole numbers have 64 bits and begin anew where these are full, Python's have no end. Where does your code "
            "make NumPy's of them?",
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
    fail(f"{shown} is {counted(result)}; expected {counted(expected)}.")


def typed(value):
    """What it is and of which type: 12, an int."""
    text, kind = repr(value), with_article(type(value).__name__)
    return f"{text}, {kind}" if len(text) <= 40 else kind


def counted(number):
    """12_345, or the same in powers of ten where digits would fill the line."""
    number = int(number)
    return f"{number:_}" if abs(number) < 10**15 else f"{number:_} (about {_power_of_ten(number)})"


def _power_of_ten(number):
    digits = len(str(abs(number))) - 1
    return f"{number / 10**digits:.2f}e{digits}"


def random_sizes(rng, count):
    return [tuple(int(rng.integers(1, 40)) for _ in range(count)) for _ in range(4)]
