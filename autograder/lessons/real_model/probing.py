"""What the checks of this lesson share."""

import math

import numpy as np

from autograder.cost.countable import countable, enough_counted
from autograder.cost.growing import grows_faster, periodic
from autograder.cost.series import FEWEST_LENGTHS
from autograder.kit.exercise import fail, note
from decodelab import growth


def all_there(outputs, calls):
    """Fail, for a person to look, unless there is a result of every call: who reports them sits beside the learner's code."""
    if len(outputs) != calls:
        fail(f"{len(outputs)} results came back from {calls} calls.", diagnosable=False, needs_human=True)


def affine(data, products):
    """Fail unless a step's counted multiply-adds grow by the two products of `products` layers, and its work linearly.

    Returns the Series."""
    series = countable(data["steps"])
    needed = products * 2 * data["d_model"]
    if len(series.lengths) < FEWEST_LENGTHS:
        fail(
            f"the step at n = {series.last + 1} was stopped: far more work than a step of this length can need.",
            misconception="grows_too_fast",
            diagnosable=False,
        )
    if finding := periodic(series):
        fail(str(finding), misconception="grows_too_fast", diagnosable=False)
    counted = series.of(lambda cost: cost.multiply_adds)
    slope = float(series.slope(lambda cost: cost.multiply_adds))
    heaviest = series.heaviest(lambda cost: cost.multiply_adds)
    where = f"  line {series.places[heaviest]['line']}: {series.statement(heaviest)}\n"
    if growth.of_counts(counted).kind not in ("constant", "linear"):
        fail(
            f"a step's multiply-adds grow faster than the text: {counted[series.lengths[0]]:,} at n = {series.lengths[0]}, "
            f"{counted[series.last]:,} at n = {series.last}.\n{where}"
            "Which rows of that line does the result use?",
            misconception="grows_too_fast",
            diagnosable=False,
        )
    if slope > 1.5 * needed:
        fail(
            f"every cached token costs {slope:,.0f} multiply-adds a step; the two products need {needed:,} = "
            f"{products} · 2 · d_model. Something is computed again for every token of the past.\n"
            f"{where}What of an earlier token's key and value changes when a new token comes?",
            misconception="projects_again",
            diagnosable=False,
        )
    enough_counted(slope, needed)
    if finding := grows_faster(series):
        fail(str(finding), misconception="grows_too_fast", diagnosable=False)
    other = float(series.slope(lambda cost: cost.other_flops))
    if other > 4 * needed:
        note(
            f"note: an extra cached token also costs {other:,.0f} operations besides the products. A key that is rotated before it "
            "goes into the cache need not be rotated again."
        )
    return series


LONG, STEPS = 2_000, 12
"""Tokens in the cache when steps are looked at on a long text, in grading also from outside, and how many steps."""


MOST_NUMBERS = 10_000_000
"""Of a result, whatever its shape is said to be."""


MOST_PYTHON = 40_000_000
"""Counted steps of Python, times tokens, of a text that can be read in within seconds."""


def long_enough(counted):
    """Tokens of the long text: LONG, or fewer where slow code would take minutes to read them in."""
    return next(
        (
            n
            for n in (LONG, LONG // 2, LONG // 4, LONG // 8)
            if n * counted.foretold(n).python_steps <= MOST_PYTHON
        ),
        LONG // 16,
    )


def as_result(output):
    """What the driver reports of one result, as the object it was; of an array without numbers only the shape."""
    if output["values"] is None:
        return (
            None
            if output["type"] == "NoneType"
            else output["type"]
            if output["type"] != "ndarray"
            else _empty(output["shape"])
        )
    return np.reshape(np.array(output["values"], dtype=output["dtype"]), output["shape"])


def _empty(shape):
    if math.prod(shape) > MOST_NUMBERS:
        fail(
            f"a result has the shape {tuple(shape)}: more numbers than any here should have.",
            diagnosable=False,
        )
    return np.empty(shape)
