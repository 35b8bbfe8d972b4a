"""What the checks of this lesson share."""

import numpy as np

from autograder.kit.exercise import call, fail

DTYPES = (np.float64, np.float32)


HUGE = 1e150
"""Size of queries and keys whose scores are near 1e300: finite, and below any finite number that could hide
them."""


ENDS_EARLY = (
    "Is there a number in your code beyond which it stops: a window, the size of a table, a dtype that "
    "counts to 127 or 255 only?"
)


def on_copies(function, *inputs, advice=""):
    """Call an answer so that it can't change our inputs: whether it writes into them is an aspect of its
    own."""
    return call(function, *(a.copy() if isinstance(a, np.ndarray) else a for a in inputs), advice=advice)


def expect_pair(pair, where):
    whole = isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(i, (int, np.integer)) for i in pair)
    if not whole:
        fail(
            f"{where} contains {pair!r}; expected tuples (i, j) of two whole numbers: query i uses key j.",
            misconception="another_type",
            diagnosable=False,
        )


def expect_finite(output):
    """Fail if the output for ordinary numbers has NaN or inf in it: then nothing else can be said of it."""
    if not np.isfinite(output).all():
        i = int(np.argwhere(~np.isfinite(output))[0][0])
        fail(
            f"row {i} of the output has {output[i][~np.isfinite(output[i])][0]} in it, for numbers between "
            "-3 and 3.",
            question=(
                "-inf has its place between mask and softmax and nowhere else. Print what comes out of each "
                "step: after which one is there still an inf or NaN?"
            ),
        )
