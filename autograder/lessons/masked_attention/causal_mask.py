"""causal_mask: bool (n, n), True where query i may use key j."""

import numpy as np

from autograder.kit.exercise import array, aspect, call, exercise, fail
from autograder.kit.misconception import known
from decodelab import figures


@exercise("causal_mask", probe=lambda causal_mask, rng: [causal_mask(n) for n in (1, 2, 3, 5)])
def causal_mask(causal_mask, *, rng):
    """bool (n, n), True where query i may use key j."""
    with aspect("equals", "True exactly where key j is not later than query i, for 1 to 50 tokens"):
        for n in (4, 1, 2, 3, 7, 9, 50):
            got = array(
                call(causal_mask, n),
                shape=(n, n),
                what=f"causal_mask({n})",
                meaning="a row for each query, a column for each key",
            )
            wanted = np.array([[j <= i for j in range(n)] for i in range(n)])
            if got.dtype != bool:
                fail(
                    f"causal_mask({n}) has dtype {got.dtype}; expected bool, so that it can say yes or no "
                    "to each pair and be used as an index. A comparison such as a <= b gives one.",
                    misconception="mask_of_numbers" if np.array_equal(got, wanted) else None,
                )
            if not np.array_equal(got, wanted):
                i, j = np.argwhere(got != wanted)[0]
                allowed = "may" if wanted[i, j] else "may not"
                fail(
                    f"causal_mask({n})[{i}, {j}] is {got[i, j]}, but query {i} {allowed} use key {j}.",
                    picture=lambda: figures.draw_mask_difference(wanted, got),
                )
    with aspect("independent", "each call gives a mask of its own"):
        for n, kept in [(n, call(causal_mask, n)) for n in (3, 5, 2, 5, 2)]:
            if not np.array_equal(kept, [[j <= i for j in range(n)] for i in range(n)]):
                fail(
                    f"causal_mask({n}) gives something else, or its result has changed, after other calls. "
                    "What do the calls share?"
                )


MISCONCEPTIONS = known(
    lambda n, mask: mask(n),
    (
        "inverted_mask",
        [{"mask": lambda n: ~np.tri(n, dtype=bool)}, {"mask": lambda n: np.tri(n, dtype=bool).T}],
        "Your mask is upside down: it allows the future and hides the past.",
        "Row 0 belongs to the first query. How many keys exist when the first token is read?",
    ),
    (
        "sees_next_token",
        {"mask": lambda n: np.tri(n, k=1, dtype=bool)},
        "Your mask lets each query also use the next token's key.",
        "When token i is written, does token i + 1 exist yet? Look one step right of the diagonal.",
    ),
    (
        "excludes_itself",
        {"mask": lambda n: np.tri(n, k=-1, dtype=bool)},
        "Your mask keeps each query from its own token's key.",
        "What is left for query 0 to look at? Look at the diagonal.",
    ),
    (
        "no_mask",
        {"mask": lambda n: np.ones((n, n), dtype=bool)},
        "Your mask allows every pair.",
        "Which keys exist when query 0 is asked?",
    ),
    (
        "hides_everything",
        {"mask": lambda n: np.zeros((n, n), dtype=bool)},
        "Your mask allows nothing at all.",
        "Which keys exist when query 0 is asked?",
    ),
    (
        "only_itself",
        {"mask": lambda n: np.eye(n, dtype=bool)},
        "Your mask allows each query its own token's key and no other.",
        "Which earlier keys does query 2 have?",
    ),
    (
        "mask_to_be_added",
        [
            {"mask": lambda n: np.where(np.tri(n, dtype=bool), 0, -np.inf)},
            {"mask": lambda n: np.where(np.tri(n, dtype=bool), 0, -1e9)},
        ],
        "Your mask is made of numbers to be added to scores.",
        "The contract asks yes or no for each pair. Which comparison of positions i and j answers that?",
    ),
    (
        "one_token_more",
        {"mask": lambda n: np.tri(n + 1, dtype=bool)},
        "Your mask is that of one token more.",
        "What is the number of the last of n tokens, when the first is 0? How many numbers has np.arange(n)?",
    ),
    (
        "one_token_fewer",
        {"mask": lambda n: np.tri(n - 1, dtype=bool)},
        "Your mask is that of one token fewer.",
        "What is the number of the last of n tokens, when the first is 0? How many numbers has np.arange(n)?",
    ),
    (
        "other_diagonal",
        [{"mask": lambda n: np.tri(n, dtype=bool)[:, ::-1]}, {"mask": lambda n: np.tri(n, dtype=bool)[::-1]}],
        "Your triangle lies along the other diagonal, from the top right to the bottom left.",
        "Where in the table do query 0 and key 0 meet, and where the last query and the last key?",
    ),
)
