"""causal_mask: bool (n, n), True where query i may use key j."""

import numpy as np

from autograder.kit.exercise import another_type, array, aspect, call, exercise, fail
from autograder.kit.misconception import known
from autograder.kit.pictures import picture
from autograder.kit.properties import owns_its_result


@exercise(
    "causal_mask",
    probe=lambda causal_mask, rng: [causal_mask(n) for n in (1, 2, 3, 5, 9)],
    right=lambda n: np.tri(n, dtype=bool),
)
def causal_mask(causal_mask, *, rng):
    """bool (n, n), True where query i may use key j."""
    with aspect("equals", "True exactly where key j is not later than query i, for 1 to 50 tokens"):
        for n in (4, 1, 2, 3, 7, 9, 50):
            _is_causal_mask(call(causal_mask, n), n)
    with aspect(
        "independent", "each call gives a mask of its own: what is written into one shows in no other"
    ):
        for n, kept in [(n, call(causal_mask, n)) for n in (3, 5, 2, 5, 2)]:
            if not np.array_equal(kept, np.tri(n)):
                fail(
                    f"causal_mask({n}) gives something else, or its result has changed, after other calls. "
                    "What do the calls share?",
                    misconception="shared_result",
                )
        for n in (4, 3):
            owns_its_result(causal_mask, lambda n=n: [n])
    with aspect("awkward", "the same for some 600 tokens"):
        n = int(rng.integers(540, 640))  # past what 8 bits count to, and past usual windows
        _is_causal_mask(call(causal_mask, n), n)


def _is_causal_mask(result, n):
    """Fail unless the result is the causal mask for n tokens."""
    if _texts(result):
        another_type(
            result, f"causal_mask({n})", "True and False themselves, without quotes", seen="holds texts"
        )
    got = array(
        result, shape=(n, n), what=f"causal_mask({n})", meaning="a row for each query, a column for each key"
    )
    wanted = np.tri(n, dtype=bool)
    if got.dtype != bool:
        fail(
            f"causal_mask({n}) has dtype {got.dtype}; expected bool, so that it can say yes or no to each "
            "pair and be "
            "used as an index. A comparison such as a <= b gives one.",
            misconception="mask_of_numbers" if np.array_equal(got, wanted) else None,
        )
    if not np.array_equal(got, wanted):
        i, j = np.argwhere(got != wanted)[0]
        allowed = "may" if wanted[i, j] else "may not"
        fail(
            f"causal_mask({n})[{i}, {j}] is {got[i, j]}, but query {i} {allowed} use key "
            f"{j}.{_wrapped(got, n)}",
            suspected="mask_ends_early" if n > 100 else None,
            picture=picture("draw_mask_difference", wanted, got) if n <= 50 else None,
        )


def _texts(result):
    if isinstance(result, (list, tuple)):
        return any(isinstance(item, str) or _texts(item) for item in result)
    return isinstance(result, np.ndarray) and (
        result.dtype.kind in "US" or _texts(result.ravel()[:1].tolist())
    )


def _wrapped(got, n):
    """What to add about a mask that is right for short texts and wrong for this one."""
    if n <= 100:
        return ""
    return (
        " For up to 50 tokens it was right.\nIs there a number in your code beyond which it stops: a "
        "window, the size of a table, a dtype that counts to 127 or 255 only?"
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
        "Which keys exist when query 0 is asked? And if you fill a table row by row: is it a table of n "
        "lists, or is `[row] * n` n times one and the same?",
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
        [{"mask": lambda n, a=a, b=b: np.tri(n + a, n + b, dtype=bool)} for a, b in ((1, 1), (0, 1), (1, 0))],
        "Your mask is that of one token more, for queries, keys or both.",
        "What is the number of the last of n tokens, when the first is 0? How many numbers has np.arange(n)?",
    ),
    (
        "one_token_fewer",
        [{"mask": lambda n, a=a, b=b: np.tri(n - a, n - b, dtype=bool)} for a, b in ((1, 1), (0, 1), (1, 0))],
        "Your mask is that of one token fewer, for queries, keys or both.",
        "What is the number of the last of n tokens, when the first is 0? How many numbers has np.arange(n)?",
    ),
    (
        "other_diagonal",
        [{"mask": lambda n: np.tri(n, dtype=bool)[:, ::-1]}, {"mask": lambda n: np.tri(n, dtype=bool)[::-1]}],
        "Your triangle lies along the other diagonal, from the top right to the bottom left.",
        "Where in the table do query 0 and key 0 meet, and where the last query and the last key?",
    ),
    (
        "all_but_itself",
        {"mask": lambda n: ~np.eye(n, dtype=bool)},
        "Your mask hides each query's own key and no other.",
        "Which keys exist when query 0 is asked? May it use its own?",
    ),
    (
        "window",
        [{"mask": lambda n, k=k: np.tri(n, dtype=bool) & ~np.tri(n, k=-k, dtype=bool)} for k in range(2, 9)],
        "Your mask allows the last few keys only, and none of those before.",
        "May query 8 use key 0? Does your comparison have an end on the left?",
    ),
    (
        "same_mask_for_all",
        [{"mask": lambda n, k=k: np.tri(k, dtype=bool)} for k in range(2, 9)],
        "Your mask is the same whatever n is.",
        "Where does n enter your code? What is kept between the calls?",
    ),
    (
        "table_too_small",
        [{"mask": lambda n, k=k: np.tri(min(n, k), dtype=bool)} for k in range(4, 9)],
        "Your mask is right for a few tokens; for more of them it stays as small as it was.",
        "Where is the table made that you cut your masks out of, and how large is it?",
    ),
    (
        "one_row",
        [
            {"mask": lambda n: np.ones(n, dtype=bool)},
            {"mask": lambda n: np.ones((1, n), dtype=bool)},
            {"mask": lambda n: np.ones((n, 1), dtype=bool)},
        ],
        "Your mask has a single row, or a single column, where there should be one for each token.",
        "Positions of queries stand below one another, those of keys side by side: which of your two arrays "
        "is a column (n, 1)?",
    ),
)
