"""What the checks of this lesson share."""

import re

from autograder.cost.countable import countable, enough_counted
from autograder.cost.growing import grows_faster, periodic
from autograder.cost.memory import SQUARE, TOO_MUCH
from autograder.cost.series import FEWEST_LENGTHS, multiplications
from autograder.kit.driving import drive
from autograder.kit.exercise import fail, note
from decodelab import growth
from decodelab.footprint import LENGTHS, square


def affine(data, products):
    """Fail unless a step's counted multiply-adds grow by the two products of `products` layers, and its work
    linearly.

    Returns the Series."""
    series = countable(data["steps"])
    needed = products * 2 * data["d_model"]
    if len(series.lengths) < FEWEST_LENGTHS:
        fail(
            f"the step at n = {series.last + 1} was stopped: far more work than a step "
            "of this length can need.",
            misconception="grows_too_fast",
            diagnosable=False,
        )
    if finding := periodic(series):
        fail(str(finding), misconception="grows_too_fast", diagnosable=False)
    counted = series.of(lambda cost: cost.multiply_adds)
    slope = float(series.slope(lambda cost: cost.multiply_adds))
    heaviest = series.heaviest(lambda cost: cost.multiply_adds)
    where = f"  {_line_at_fault(series, heaviest)}\n"
    if growth.of_counts(counted).kind not in ("constant", "linear"):
        fail(
            f"a step's multiply-adds grow faster than the text: {counted[series.lengths[0]]:,} at n = "
            f"{series.lengths[0]}, {counted[series.last]:,} at n = {series.last}.\n"
            f"{where}Which rows of that line does the result use?",
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
    enough_counted(float(series.slope(multiplications)), needed)
    if finding := grows_faster(series):
        fail(str(finding), misconception="grows_too_fast", diagnosable=False)
    other = float(series.slope(lambda cost: cost.other_flops))
    if other > 4 * needed:
        note(
            f"note: an extra cached token also costs {other:,.0f} operations besides the products. A key "
            "that is rotated before it goes into the cache need not be rotated again."
        )
    return series


def _line_at_fault(series, place):
    """The statement of a place; where that is ours, the learner's line that calls it."""
    if not series.places[place]["library"]:
        return series.statement(place)
    calls = re.compile(r"\b(block_forward|logits|write)\(")
    theirs = [p["statement"] for p in series.places if not p["library"] and calls.search(p["statement"])]
    return theirs[0] if theirs else series.statement(place)


def keeps_only_the_cache(driver, answer):
    """Fail if more stays in memory than keys and values, and grows with the square of the text or takes many
    times their room.

    driver: of decodelab.rehearsal, {"held": [bytes at each of `lengths`], "a_token": bytes of a token's keys
            and values}.
    Measured again before it counts: other threads make memory, too, and some waits for the garbage collector.
    """
    for collect in (False, True, True):
        told = drive(driver, answer, lengths=list(LENGTHS), collect=collect)
        held, needed = told["held"], LENGTHS[-1] * told["a_token"]
        if square(LENGTHS, held) <= SQUARE and held[-1] <= TOO_MUCH * needed:
            return
    fail(
        f"after {LENGTHS[-2]} tokens {held[-2]:,} bytes were held, after {LENGTHS[-1]} {held[-1]:,}; keys "
        f"and values of {LENGTHS[-1]} tokens take {needed:,}.\n"
        "What does a step leave behind besides a row of keys and a row of values, and does any later step "
        "look at it again?",
        misconception="keeps_every_step",
        diagnosable=False,
    )


LONG, STEPS = 2_000, 12
"""Tokens in the cache when steps are taken on a long text, and how many steps."""


LENGTHENING = (32, 125, 500, 2_000)
"""Near which lengths they are looked at from outside, as far as time allows."""


MOST_PYTHON = 40_000_000
"""Counted steps of Python, times tokens, of a text that can be read in within seconds in a notebook."""


def long_enough(counted):
    """Tokens of the long text in a notebook, where nobody deceives the count: LONG, or fewer where slow code
    would take minutes to read them in."""
    return next(
        (
            n
            for n in (LONG, LONG // 2, LONG // 4, LONG // 8)
            if n * counted.foretold(n).python_steps <= MOST_PYTHON
        ),
        LONG // 16,
    )
