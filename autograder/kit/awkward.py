"""Awkward inputs: numbers on which an answer can be wrong that is right for random ones.

Random numbers are never 0, never equal and never large. A score of exactly 0, two tokens alike, a query of
zeros, -0.0 or 1e300 is as good an input as any, and code that takes one of them for "nothing there" is wrong.
Every numeric check tries these; each set comes with words that say in a message what is special about it:

    for said, (Q, K, V) in awkward.arrays(rng, (5, 4), (5, 4), (5, 3)):
        close(array(call(answer, Q, K, V), shape=(5, 3)), oracle(Q, K, V), inputs=said)

Where scores are meant to hit a number exactly, d_k is 4, so that dividing by √d_k loses no bit, whenever it
is done.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike

LARGEST = {"float64": 1e300, "float32": 1e30}
"""Largest score that the contract knows, by dtype: no smaller number can hide what lies below it."""

STAND_INS = (0.0, -1.0, 1.0, -1e4, -1e9)
"""Scores that may be there, though masks use them for "not there"."""

D_K = 4
"""Width of queries and keys whose scores are exact."""


def worked_example(dtype: DTypeLike = np.float64) -> tuple[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """(words, (Q (3, 2), K (3, 2), V (3, 3))): lesson 01's three tokens; query 1 and key 0 score 0."""
    Q = np.array([[1, 0], [0, 2], [1, 1]], dtype)
    K = np.array([[2, 0], [0, 1], [1, 1]], dtype)
    V = np.array([[10, 0, 1], [0, 10, 1], [5, 5, 1]], dtype)
    return "the three tokens of lesson 01", (Q, K, V)


def arrays(
    rng: np.random.Generator, *shapes: tuple[int, ...], dtype: DTypeLike = np.float64
) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Yield (words, [an array of each shape]): all arrays of a set are awkward in the same way."""

    def random(shape: int | tuple[int, ...]) -> np.ndarray:
        return rng.normal(size=shape)

    tiny = float(np.finfo(dtype).tiny) / 100  # subnormal, and with digits left
    for said, make in (
        ("all numbers 0", np.zeros),
        ("all numbers -0.0", lambda shape: np.full(shape, -0.0)),
        ("all numbers equal", lambda shape: np.full(shape, float(rng.choice([-1, 1]) * rng.uniform(0.5, 2)))),
        ("all rows equal", lambda shape: random(shape) * 0 + random(shape[-1])),
        ("two rows that come again and again", lambda shape: _from_two_rows(rng, shape)),
        ("whole numbers, with zeros and ties", lambda shape: rng.integers(-1, 2, size=shape).astype(float)),
        ("a row of zeros among others", lambda shape: _with_zero_row(rng, shape)),
        ("one 1 a row, else zeros", lambda shape: _one_hot(rng, shape)),
        ("negative numbers only", lambda shape: -np.abs(random(shape)) - 0.1),
        ("positive numbers only", lambda shape: np.abs(random(shape)) + 0.1),
        (f"numbers around {tiny:.0e}", lambda shape: random(shape) * tiny),
        ("one row much larger than the others", lambda shape: _with_large_row(rng, shape, dtype)),
    ):
        yield said, [make(shape).astype(dtype) for shape in shapes]


def attentions(
    rng: np.random.Generator, n: int, d_v: int, dtype: DTypeLike = np.float64
) -> Iterator[tuple[str, tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    """Yield (words, (Q (n, 4), K (n, 4), V (n, d_v))) whose numbers or scores are awkward."""
    shapes = (n, D_K), (n, D_K), (n, d_v)
    for said, (Q, K, V) in arrays(rng, *shapes, dtype=dtype):
        yield f"in Q, K and V {said}", (Q, K, V)
    Q, K, V = (rng.normal(size=shape).astype(dtype) for shape in shapes)
    Q[-1] = 0
    yield "a query of zeros, which scores 0 with every key", (Q, K, V)
    yield "keys all the same", (Q, np.broadcast_to(K[0], K.shape).copy(), V)
    yield from exact(rng, n, d_v, dtype)
    size = LARGEST[np.dtype(dtype).name] / 1000
    yield f"values around {size:g}", (Q, K, (V * size).astype(dtype))


def exact(
    rng: np.random.Generator, n: int, d_v: int, dtype: DTypeLike = np.float64
) -> Iterator[tuple[str, tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    """Those of `attentions` whose scores are certain numbers, to the last bit: Q and K use one column."""
    V = rng.normal(size=(n, d_v)).astype(dtype)
    for number in STAND_INS:
        yield f"scores of exactly {number:g} among others", _scored(_around(rng, n, number), V, dtype)
    size = LARGEST[np.dtype(dtype).name]
    steps = rng.permutation(np.arange(1, n + 1)) / n
    yield f"scores down to {-size:g}", _scored(-size * steps, V, dtype)
    yield f"scores from {-size:g} to {size:g}", _scored(size * (2 * steps - 1), V, dtype)
    yield "scores below zero only", _scored(-rng.uniform(1, 3, size=n), V, dtype)


def scores(
    rng: np.random.Generator, *shape: int, dtype: DTypeLike = np.float64
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield (words, scores of this shape), finite, for a softmax along the last axis.

    Within ±1e4; within ±50 in float32, whose digits beyond that leave a right softmax less than the
    tolerance.
    """
    most = 1e4 if np.dtype(dtype) == np.float64 else 50
    for said, (made,) in arrays(rng, shape, dtype=dtype):
        yield f"scores are {said}", np.clip(made, -most, most)
    for number in (0.0, -1.0, 1.0, -most, most):
        made = _around(rng, int(np.prod(shape)), number).reshape(shape)
        yield f"scores of exactly {number:g} among others", np.clip(made, -most, most).astype(dtype)


def lowest_first(
    rng: np.random.Generator, n: int, d_v: int, dtype: DTypeLike = np.float64
) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], tuple[float, float, float]]:
    """(Q, K, V), and how much each may be changed: row 0's one score is the lowest that there is.

    A mask that fills with any higher number lets every later token into row 0. With later tokens changed by a
    few times these amounts all scores stay within the contract.
    """
    size = LARGEST[np.dtype(dtype).name]
    wanted = size * rng.uniform(-0.5, 0.5, size=n)
    wanted[0] = -size
    Q, K, V = _scored(wanted, rng.normal(size=(n, d_v)).astype(dtype), dtype)
    return (Q, K, V), (0.05, size / 20, 1.0)


def _around(rng: np.random.Generator, n: int, number: float) -> np.ndarray:
    """(n,): the number in the middle, before it lower ones, behind it some that are higher. Small ones come
    in ties.

    Large ones don't: what a softmax by logarithms gives for two equal scores of -1e9 has too few digits to be
    judged.
    """
    step = max(abs(number), 1)
    below = number - step * (0.5 + np.arange(n) / (2 * n))
    above = number + step * rng.permutation(1 + np.arange(n)) / (2 * n)
    made = np.where(np.arange(n) <= n // 2, below, np.where(rng.random(n) < 0.5, below, above))
    if step < 100:
        made[rng.random(n) < 0.5] = number
    made[0] = number - step / 2
    made[n // 2] = number
    return made


def _scored(wanted: np.ndarray, V: np.ndarray, dtype: DTypeLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(Q, K, V): every query scores wanted[j], (n,), with key j, to the last bit that the dtype has."""
    Q, K = np.zeros((len(wanted), D_K), dtype), np.zeros((len(wanted), D_K), dtype)
    Q[:, 0], K[:, 0] = 1, np.asarray(wanted) * np.sqrt(D_K)
    return Q, K, V


def _from_two_rows(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    two = rng.normal(size=(2, shape[-1]))
    return two[rng.integers(2, size=shape[:-1])]


def _with_zero_row(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    made = rng.normal(size=shape)
    made.reshape(-1, shape[-1])[-1] = 0
    return made


def _with_large_row(rng: np.random.Generator, shape: tuple[int, ...], dtype: DTypeLike) -> np.ndarray:
    made = rng.normal(size=shape)
    made.reshape(-1, shape[-1])[rng.integers(made.size // shape[-1])] *= (
        100 if np.dtype(dtype) == np.float64 else 3
    )
    return made


def _one_hot(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]
