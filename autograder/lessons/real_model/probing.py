"""What the checks of this lesson share."""

from autograder.cost.countable import countable, enough_counted
from autograder.cost.growing import grows_faster, periodic
from autograder.cost.series import FEWEST_LENGTHS
from autograder.kit.exercise import fail, note
from decodelab import growth


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
