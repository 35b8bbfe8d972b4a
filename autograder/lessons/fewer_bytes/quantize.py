"""quantize: each row as whole numbers of one byte and a scale of its own.

Over 400 lines: the known wrong ideas, each with its sentence and question, are more than half of it.
"""

import numpy as np

from autograder.kit.driving import drive
from autograder.kit.exercise import another_type, array, aspect, call, exercise, fail, something
from autograder.kit.misconception import known
from autograder.kit.properties import leaves_things_alone
from autograder.lessons.fewer_bytes.parts import (
    clipped,
    from_the_lowest,
    from_the_lowest_up,
    ones,
    range_of_row,
    rounding,
)
from decodelab import rounding_rehearsal

HAIR = 1e-3
"""Of a scale: what rounding the scale itself to float32 may add to half of it."""

SHAPES = ((5, 4), (1, 7), (3, 1), (4, 4), (6, 16))


def _probe(quantize, rng):
    for shape in ((5, 4), (1, 7), (4, 4), (3, 2)):
        for rows in (rng.normal(size=shape), -np.abs(rng.normal(size=shape)), 30 * rng.normal(size=shape)):
            yield from _taken_apart(quantize(rows.astype(np.float32)))


def _taken_apart(result):
    """The whole numbers, their scales, and what the two stand for."""
    numbers, scales = (np.asarray(part, dtype=float) for part in result)
    return numbers, scales, numbers * scales


@exercise("quantize", probe=_probe)
def quantize(quantize, *, rng):
    """(int8 (n, d), float32 (n, 1)): rows as whole multiples of their scales."""
    with aspect("shape", "whole numbers in the shape of the rows, and a column of scales, one a row"):
        for shape in SHAPES:
            _rounded(quantize, rng.normal(size=shape), "random rows")
    with aspect("dtype", "whole numbers are int8, scales float32"):
        for dtype in (np.float32, np.float64):
            numbers, scales = _rounded(quantize, rng.normal(size=(4, 3)).astype(dtype), f"{dtype.__name__}")
            _expect_dtypes(numbers, scales)
    with aspect("scale", "a row's scale is its largest magnitude over 127"):
        for said, rows in _awkward(rng):
            _scale_by_row(quantize, rows, said)
    with aspect("error", "no number is further than half a scale from what it stands for"):
        for said, rows in _awkward(rng):
            _close_enough(quantize, rows, said)
    with aspect("zeros", "rows of zeros stay zero, and nothing is warned of"):
        for rows in (np.zeros((1, 3)), _with_zeros(rng, 6, 4), np.zeros((2, 1))):
            _zeros_stay(quantize, rows.astype(np.float32))
        _without_warning(quantize, rng)
    with aspect("bytes", "a row of d numbers takes d + 4 bytes, and nothing else is kept"):
        _holds_no_more(quantize, rng)
    with aspect("inputs", "the rows are left as they were, earlier results too"):
        leaves_things_alone(
            lambda rows: quantize(rows)[0], lambda: [rng.normal(size=(3, 5)).astype(np.float32)], ["rows"]
        )


def _awkward(rng):
    """Rows without a row of zeros, in float32, whose largest number is found by its magnitude only, or twice,
    or once."""
    for shape in SHAPES:
        yield "random rows", rng.normal(size=shape)
    yield "negative numbers only", -np.abs(rng.normal(size=(4, 5))) - 0.1
    yield "rows whose largest magnitude is a negative number", rng.uniform(0, 1, (4, 5)) - np.eye(4, 5) * 9
    yield "all numbers equal", np.full((3, 4), rng.uniform(0.5, 2))
    yield "one 1 a row, else zeros", np.eye(4)[rng.integers(4, size=5)]
    whole = rng.integers(-2, 3, (5, 4))
    whole[np.arange(5), rng.integers(4, size=5)] = 2  # no row of zeros: what those become is another aspect
    yield "whole numbers with zeros and ties", whole
    yield "a row a thousand times as large as the others", rng.normal(size=(3, 4)) * [[1], [1000], [1]]
    yield "numbers around 1e-20", 1e-20 * rng.normal(size=(3, 4))
    yield "numbers around 1e20", 1e20 * rng.normal(size=(3, 4))
    yield "multiples of 1 up to 127 and their halves", np.arange(-127, 127.5, 0.5)[None] * [[1.0], [-2.0]]


def _with_zeros(rng, n, d):
    rows = rng.normal(size=(n, d))
    rows[::2] = 0
    return rows


def _rounded(quantize, rows, said):
    """The two arrays that quantize gives, of the right shapes."""
    rows = np.asarray(rows) if rows.dtype == np.float32 else rows
    result = call(quantize, rows.copy())
    something(result, "quantize(rows)")
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        another_type(result, "quantize(rows)", "two arrays: whole numbers (n, d) and scales (n, 1)")
    n, d = rows.shape
    if np.shape(result[0]) == (n, 1) != (n, d) and np.shape(result[1]) == (n, d):
        fail(
            "the scales come first and the whole numbers second; expected them the other way round.",
            misconception="scales_first",
            diagnosable=False,
        )
    numbers = array(
        result[0], shape=(n, d), what="the first result", meaning="a whole number for each number"
    )
    if np.shape(result[1]) == (n,):
        fail(
            f"the scales have shape ({n},), one number a row; expected ({n}, 1), a column.\n"
            "numbers * scales should give the rows back. What does NumPy pair the scales with in (n, d) * "
            "(n,)? Which argument of max keeps the axis that it goes along?",
            misconception="scales_without_axis",
            diagnosable=False,
        )
    scales = array(
        result[1], shape=(n, 1), what="the column of scales", meaning="a column, one scale for each row"
    )
    return numbers, scales


def _expect_dtypes(numbers, scales):
    if numbers.dtype != np.int8:
        fail(
            f"the first result has dtype {numbers.dtype}, {numbers.itemsize} bytes a number; expected int8, "
            "one byte.\nRounding gives whole numbers and leaves them in the dtype that they had. Which "
            "method makes another dtype of them?",
            misconception="not_int8",
            diagnosable=False,
        )
    if scales.dtype != np.float32:
        fail(
            f"the scales have dtype {scales.dtype}; expected float32, four bytes a row, "
            "whatever the rows have.",
            misconception="scales_not_float32",
            diagnosable=False,
        )


def _scale_by_row(quantize, rows, said):
    rows = rows.astype(np.float32)
    _, scales = _rounded(quantize, rows, said)
    wanted = np.abs(rows).max(axis=1, keepdims=True).astype(float) / 127
    with np.errstate(all="ignore"):
        off = ~(np.abs(scales - wanted) <= 1e-5 * wanted)
    if off.any():
        i = int(np.flatnonzero(off)[0])
        fail(
            f"row {i} is scaled by {scales[i, 0]:.4g}; its largest magnitude is {127 * wanted[i, 0]:.4g}, "
            f"and a 127th of that {wanted[i, 0]:.4g} ({said})."
        )


def _close_enough(quantize, rows, said):
    rows = rows.astype(np.float32)
    numbers, scales = _rounded(quantize, rows, said)
    scale = np.abs(rows).max(axis=1, keepdims=True).astype(float) / 127
    off = np.abs(numbers.astype(float) * scales - rows) / scale
    if not (off <= 0.5 + HAIR).all():
        i, j = (int(x) for x in np.unravel_index(np.nanargmax(off), off.shape))
        fail(
            f"{rows[i, j]:.4g} in row {i} became {numbers[i, j]} times the scale, "
            f"{numbers[i, j] * scales[i, 0]:.4g}: off by {off[i, j]:.2f} scales, where half a scale is "
            f"enough ({said})."
        )


def _zeros_stay(quantize, rows):
    numbers, scales = _rounded(quantize, rows, "rows of zeros")
    zero = ~rows.any(axis=1)
    with np.errstate(all="ignore"):
        back = (numbers.astype(float) * scales)[zero]
    if back.any() or not np.isfinite(back).all():
        fail(
            f"a row of zeros comes back as {back.ravel()[0]:.4g}; expected zeros.\n"
            "What is 0 times its scale? Which scale would do no harm there?",
            misconception="scale_of_zero_rows",
            diagnosable=False,
        )


def _without_warning(quantize, rng):
    told = call(
        drive,
        rounding_rehearsal.warned,
        quantize,
        seed=int(rng.integers(1000)),
        shown="quantize(rows) with rows of zeros among them",
    )["warnings"]
    if told:
        fail(
            f'rows of zeros among others make NumPy warn: "{str(told[0])[:100]}".\n'
            "What is divided by what in a row of zeros, and which scale would do no harm there?",
            misconception="divides_by_zero",
            diagnosable=False,
        )


def _holds_no_more(quantize, rng):
    n, d = 1024, 64
    kept = call(
        drive, rounding_rehearsal.held, quantize, n=n, d=d, shown="quantize(rows) for 1,024 rows of 64"
    )
    if kept["held"] > 1.25 * n * (d + 4):  # a copy in 2 bytes would be twice as much
        fail(
            f"after quantize({n} rows of {d}) {kept['held']:,} bytes are kept, {kept['held'] / n:.0f} a "
            f"row; the whole numbers and scales take {n * (d + 4):,}, {d + 4} a row.\n"
            "A view keeps the whole array alive that it looks into. Which larger array does your result "
            "look into, or where else do you keep one?",
            misconception="keeps_more_than_bytes",
            diagnosable=False,
        )


MISCONCEPTIONS = known(
    rounding,
    (
        "cuts_off",
        {"round": np.trunc},
        "Your whole numbers are cut off towards zero, not rounded: astype(np.int8) drops what "
        "stands behind the point.",
        "Which whole number is nearest to 2.9, and which is what astype makes of it?",
    ),
    (
        "rounds_down",
        {"round": np.floor},
        "Your whole numbers are rounded down: 2.9 becomes 2 and -2.1 becomes -3.",
        "Which whole number is nearest to 2.9?",
    ),
    (
        "rounds_up",
        [
            {"round": np.ceil},
            {"round": np.ceil, "within": clipped(-127, 127)},
            {"round": lambda numbers: np.ceil(numbers - 1e-5)},
        ],
        "Your whole numbers are rounded up: 2.1 becomes 3.",
        "Which whole number is nearest to 2.1?",
    ),
    (
        "scale_by_128",
        [
            {"levels": 128},
            {"levels": 128, "within": clipped(-127, 127)},
            {"levels": 128, "within": clipped(-128, 127)},
        ],
        "Your scale is a 128th of the largest magnitude, so that number becomes 128, and int8 ends at 127.",
        "Which whole numbers fit into int8, and which of them have a partner of the other sign?",
    ),
    (
        "scale_by_255",
        [
            {"levels": 255},
            {"levels": 255, "within": clipped(-127, 127)},
            {"levels": 255, "within": clipped(-128, 127)},
            {"levels": 256},
            {"levels": 256, "within": clipped(-127, 127)},
            {"levels": 256, "within": clipped(-128, 127)},
        ],
        "Your scale has 255 or 256 steps on one side of zero; a byte has that many on both sides together.",
        "How many steps lie between 0 and the largest number of int8?",
    ),
    (
        "scale_for_two_sides",
        {"levels": 127.5},
        "Your scale divides the largest magnitude by 127.5, half of 255 steps.",
        "Which whole number does the largest magnitude become, and does int8 have it on both sides of zero?",
    ),
    (
        "largest_without_sign",
        [
            {"largest": largest, "within": within}
            for largest in (
                lambda rows: rows.max(axis=1, keepdims=True),
                lambda rows: np.abs(rows.max(axis=1, keepdims=True)),
            )
            for within in (lambda n: n, clipped(-127, 127), clipped(-128, 127))
        ],
        "Your scale comes from the largest number of a row, not from its largest magnitude.",
        "What becomes of -9 in a row whose largest number is 1?",
    ),
    (
        "scale_from_the_range",
        [
            {"largest": lambda rows: (rows.max(axis=1, keepdims=True) - rows.min(axis=1, keepdims=True)) / 2},
            {
                "largest": lambda rows: (
                    (rows.max(axis=1, keepdims=True) - rows.min(axis=1, keepdims=True)) / 2
                ),
                "levels": 127.5,
            },
            {
                "largest": lambda rows: (
                    (rows.max(axis=1, keepdims=True) - rows.min(axis=1, keepdims=True)) / 2
                ),
                "within": clipped(-127, 127),
            },
            {
                "largest": lambda rows: (
                    (rows.max(axis=1, keepdims=True) - rows.min(axis=1, keepdims=True)) / 2
                ),
                "levels": 127.5,
                "within": clipped(-128, 127),
            },
        ],
        "Your scale comes from the distance between a row's smallest and largest number.",
        "These whole numbers have no offset: 0 stays 0. How far from 0 does the "
        "furthest number of a row lie?",
    ),
    (
        "one_scale_for_all",
        {"largest": lambda rows: np.full((len(rows), 1), np.abs(rows).max())},
        "All rows have one scale, that of the largest number of the whole array.",
        "A row a thousand times as large as its neighbours: which whole numbers do the neighbours become?",
    ),
    (
        "scales_by_column",
        {"largest": lambda rows: np.abs(rows).max(axis=0, keepdims=True)},
        "Your scales are those of the columns.",
        "A row comes when its token is written. Which numbers are there to find its scale from, and along "
        "which axis do they lie?",
    ),
    (
        "mean_for_largest",
        [
            {"largest": largest, "within": within}
            for largest in (
                lambda rows: np.abs(rows).mean(axis=1, keepdims=True),
                lambda rows: np.std(rows, axis=1, keepdims=True),
                lambda rows: np.sqrt((rows**2).mean(axis=1, keepdims=True)),
                lambda rows: np.median(np.abs(rows), axis=1, keepdims=True),
            )
            for within in (lambda n: n, clipped(-127, 127), clipped(-128, 127))
        ],
        "Your scale comes from a mean or middle magnitude of a row.",
        "Which whole number does the largest of a row become, and does int8 have it?",
    ),
    (
        "sum_for_largest",
        {"largest": lambda rows: np.abs(rows).sum(axis=1, keepdims=True)},
        "Your scale comes from the sum of a row's magnitudes.",
        "Which whole number does the largest of a row become? It should be 127 or -127.",
    ),
    (
        "another_number_of_steps",
        [{"levels": levels} for levels in (126, 125, 120, 100, 64, 63, 31, 15, 8, 7)],
        "Your scale divides the largest magnitude by another number than 127.",
        "Which is the largest whole number that int8 has on both sides of zero?",
    ),
    (
        "scale_without_fraction",
        {"told": lambda rows, scales: np.abs(rows).max(axis=1, keepdims=True) // 127},
        "Your scale is divided by `//`, which drops everything behind the point.",
        "What is 1.27 // 127?",
    ),
    (
        "lowest_taken_off",
        [{"numbers": how, "largest": range_of_row} for how in (from_the_lowest, from_the_lowest_up)],
        "The lowest number of a row is taken off first, and nobody can put it back: only "
        "a scale is handed over.",
        "numbers * scales should give the rows back. What does 0 come back as?",
    ),
    (
        "norm_for_largest",
        {"largest": lambda rows: np.linalg.norm(rows, axis=1, keepdims=True)},
        "Your scale comes from the length of a row, the root of its sum of squares.",
        "Which whole number does the largest of a row become? It should be 127 or -127.",
    ),
    (
        "scale_not_divided",
        {"levels": 1},
        "Your scale is the largest magnitude itself, so all whole numbers are -1, 0 or 1.",
        "How many whole numbers does int8 have on each side of zero, and how many of them does your row use?",
    ),
    (
        "scale_upside_down",
        [{"told": lambda rows, scales, by=by: by / scales} for by in (1, 1 / 127, 127)],
        "Your scales are upside down: numbers * scales should give the rows back.",
        "The row is divided by its scale to get whole numbers. What brings it back?",
    ),
    (
        "largest_for_scale",
        {"told": lambda rows, scales: np.float32(127) * scales},
        "Your whole numbers are right; beside them you hand over each row's largest "
        "magnitude, not its scale.",
        "numbers * scales should give the rows back. What does 127 times your scale give?",
    ),
    (
        "no_scale",
        [
            {"numbers": lambda rows, scales: rows},
            {"numbers": lambda rows, scales: rows, "told": ones},
            {"numbers": lambda rows, scales: rows * 127},
        ],
        "Your whole numbers are the rows themselves, rounded, whatever their scale.",
        "A row of numbers between -1 and 1: which of 255 whole numbers does it use?",
    ),
    (
        "multiplied_by_scale",
        {"numbers": lambda rows, scales: rows * scales},
        "Your whole numbers are the rows times their scales.",
        "The largest number of a row should become 127. What do you have to do to it with its scale?",
    ),
    (
        "signs_lost",
        {"round": lambda numbers: np.rint(np.abs(numbers))},
        "Your whole numbers have lost their signs.",
        "For which purpose do you take the magnitude, and where should the number itself be used?",
    ),
)
