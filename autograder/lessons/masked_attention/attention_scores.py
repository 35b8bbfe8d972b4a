"""attention_scores: (n, m): Q Kᵀ / √d_k, dtype kept."""

import numpy as np

from autograder.kit import awkward
from autograder.kit.exercise import array, aspect, close, exercise
from autograder.kit.misconception import known, known_alone
from autograder.kit.not_softmax import softmax_of
from autograder.kit.properties import leaves_things_alone
from autograder.lessons.masked_attention.parts import HALF_FOR_ROOT, scores
from autograder.lessons.masked_attention.probing import DTYPES, on_copies
from decodelab import reference


def _scores_probe(attention_scores, rng):
    for n, m, d in ((4, 4, 9), (3, 5, 4), (5, 2, 7)):
        yield attention_scores(rng.normal(size=(n, d)), rng.normal(size=(m, d)))
    yield attention_scores(*awkward.worked_example()[1][:2])  # a score of 0 is in it
    Q, K = rng.normal(size=(3, 4)), rng.normal(size=(6, 4))
    K[3] = K[1] = K[5]
    yield attention_scores(Q, K)


@exercise("attention_scores", probe=_scores_probe, right=lambda Q, K: scores(Q, K))
def attention_scores(attention_scores, *, rng):
    """(n, m): Q Kᵀ / √d_k, dtype kept."""
    with aspect("equals", "scores are Q Kᵀ / √d_k, also when there are more keys than queries"):
        for n, m, d in ((3, 5, 4), (5, 2, 7), (1, 1, 1), (1, 6, 3), (4, 4, 2), (21, 35, 3)):
            Q, K = rng.normal(size=(n, d)), rng.normal(size=(m, d))
            got = array(
                on_copies(attention_scores, Q, K),
                shape=(n, m),
                what="attention_scores(Q, K)",
                meaning=f"one row for each of the {n} queries, one column for each of the {m} keys",
            )
            _close(got, Q, K, inputs=f"Q is {Q.shape}, K is {K.shape}")
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            for d in (4, 7):
                Q, K = rng.normal(size=(3, d)).astype(dtype), rng.normal(size=(5, d)).astype(dtype)
                got = on_copies(attention_scores, Q, K)
                _close(array(got, shape=(3, 5), dtype=dtype, what="attention_scores(Q, K)"), Q, K)
    with aspect("awkward", "the same for zeros, ties, equal tokens, one-hot rows and -0.0"):
        for dtype in DTYPES:
            _, (Q, K, _) = awkward.worked_example(dtype)
            for said, (Q, K) in (
                ("the three tokens of lesson 01", (Q, K)),
                *awkward.arrays(rng, (4, 4), (6, 4), dtype=dtype),
            ):
                got = array(on_copies(attention_scores, Q, K), shape=(len(Q), len(K)), dtype=dtype)
                _close(got, Q, K, inputs=said)
    with aspect("inputs", "Q and K are left as they were, earlier results too"):
        leaves_things_alone(
            attention_scores, lambda: [rng.normal(size=(3, 4)), rng.normal(size=(5, 4))], "QK"
        )


def _close(got, Q, K, **said):
    """Their products may cancel out; who adds others up than ours (the law of cosines) errs by as much."""
    products = reference.attention_scores(np.abs(Q), np.abs(K))
    close(got, reference.attention_scores(Q, K), what="scores", of=products, **said)


def _first_only(s, rows, columns):
    """Zeros but for the first rows and columns; None: for all of them."""
    kept = np.zeros_like(s)
    kept[:rows, :columns] = s[:rows, :columns]
    return kept


def _without_repeated(s, K, back, fill):
    """Of the columns of equal keys the first is left, or, back = -1, the last; in the others stands
    `fill`."""
    kept, seen = np.full_like(s, fill), set()
    for j in range(len(K))[::back]:
        if K[j].tobytes() not in seen:
            seen.add(K[j].tobytes())
            kept[:, j] = s[:, j]
    return kept


def _a_column_for_each_query(Q, K):
    if len(K) < len(Q):
        raise IndexError("no such key")
    return Q @ K[: len(Q)].T


def _as_many_columns_as_queries(Q, K):
    """Columns behind those of as many keys as there are queries stay 0."""
    if len(K) < len(Q):
        raise IndexError("no such key")
    return Q @ K.T * (np.arange(len(K)) < len(Q))


def _cosines(Q, K):
    return Q @ K.T / np.linalg.norm(Q, axis=1)[:, None] / np.linalg.norm(K, axis=1)


MISCONCEPTIONS = known(
    scores,
    (
        "no_scale",
        {"scaled": lambda s, Q, K: s},
        "Your scores are the bare dot products.",
        "What happens to the size of q · k as d_k grows, and what in the formula undoes that?",
    ),
    (
        "scale_by_width",
        {"scaled": lambda s, Q, K: s / Q.shape[1]},
        "Your scores are divided by d_k itself, or twice by its root.",
        "How fast does the typical size of a sum of d_k random products grow with d_k?",
    ),
    (
        "scale_by_length",
        [{"scaled": lambda s, Q, K: s / np.sqrt(len(Q))}, {"scaled": lambda s, Q, K: s / np.sqrt(len(K))}],
        "Your scores are divided by the root of a number of tokens.",
        "How many products are added up in one q · k, and which entry of Q.shape says so?",
    ),
    (
        "half_for_root",
        [{"scaled": lambda s, Q, K: s / Q.shape[1] / 2}, {"scaled": lambda s, Q, K: s / (Q.shape[1] / 2)}],
        "Your scores are divided by half of d_k or by twice d_k.",
        HALF_FOR_ROOT,
    ),
    (
        "scale_constant",
        [{"scaled": lambda s, Q, K, d=d: s / np.sqrt(d)} for d in (2, 3, 4, 8, 64)],
        "Your scores are divided by the same number whatever the width of the queries.",
        "The worked example has one d_k, other inputs have others. Where does your code ask how wide a "
        "query is?",
    ),
    (
        "multiplied_by_scale",
        {"scaled": lambda s, Q, K: s * np.sqrt(Q.shape[1])},
        "Your scores are multiplied by the root of d_k.",
        "Dot products of longer vectors are larger already. Should the scale make them larger still?",
    ),
    (
        "whole_numbers",
        [
            {"scaled": lambda s, Q, K: s // np.sqrt(Q.shape[1])},
            {"scaled": lambda s, Q, K: np.trunc(s / np.sqrt(Q.shape[1]))},
        ],
        "Your scores are cut to whole numbers.",
        "Where in your code could 1.7 become 1? Look at the division, and at the dtype of any array you "
        "fill.",
    ),
    (
        "scores_transposed",
        {"product": lambda Q, K: K @ Q.T},
        "Your scores have a row for each key and a column for each query.",
        "Row i belongs to query i. Which of the two factors gives a product its rows?",
    ),
    (
        "reshape_for_transpose",
        {"product": lambda Q, K: Q @ K.reshape(K.shape[::-1])},
        "Your scores are what comes out when K is reshaped to (d_k, m) and not transposed.",
        "Take [[1, 2], [3, 4], [5, 6]] to shape (2, 3) both ways. Where does the key [1, 2] end up?",
    ),
    (
        "first_product_only",
        {"product": lambda Q, K: Q[:, :1] @ K[:, :1].T},
        "Each of your scores is made of the first number of q and the first of k, and of no other.",
        "How often does the loop of your dot product run before its `return` is reached?",
    ),
    (
        "last_product_only",
        {"product": lambda Q, K: Q[:, -1:] @ K[:, -1:].T},
        "Each of your scores is made of the last number of q and the last of k, and of no other.",
        "Is each product in your loop added to those before it, or put in their place?",
    ),
    (
        "loop_ends_early",
        [
            {"product": lambda Q, K: _first_only(Q @ K.T, 1, None)},
            {"product": lambda Q, K: _first_only(Q @ K.T, None, 1)},
            {"product": lambda Q, K: _first_only(Q @ K.T, 1, 1)},
        ],
        "Only the first row, the first column or the first number of your scores is filled; the others are "
        "0.",
        "How far is your `return` indented, and how often have the loops above it run by then?",
    ),
    (
        "cosine",
        [{"product": _cosines}, {"product": _cosines, "scaled": lambda s, Q, K: s}],
        "Your scores don't change when a query or a key gets longer: they are cosines.",
        "If a query is twice as long, what should happen to its scores?",
    ),
    (
        "softmax_included",
        {"scaled": lambda s, Q, K: softmax_of(s / np.sqrt(Q.shape[1]))},
        "Your scores are already weights: each row adds up to 1.",
        "Which step of attention comes after the scores, and is it asked for here?",
    ),
    (
        "distances",
        [
            {"product": lambda Q, K: ((Q[:, None] - K) ** 2).sum(-1)},
            {"product": lambda Q, K: -((Q[:, None] - K) ** 2).sum(-1)},
            {"product": lambda Q, K: np.linalg.norm(Q[:, None] - K, axis=-1)},
            {"product": lambda Q, K: -np.linalg.norm(Q[:, None] - K, axis=-1)},
        ],
        "Your scores are distances between q and k, or squares of them.",
        "Which keys should score high: those that point the query's way, or those far from it?",
    ),
)


MISCONCEPTIONS += known_alone(
    scores,
    (
        "mask_included",
        {"scaled": lambda s, Q, K: np.where(np.tri(*s.shape, dtype=bool), s / np.sqrt(Q.shape[1]), -np.inf)},
        "Your scores are masked already: those of later keys are -inf.",
        "Which step of attention comes after the scores, and is it asked for here?",
    ),
    (
        "mask_included",
        [
            {"scaled": lambda s, Q, K: np.tril(s) / np.sqrt(Q.shape[1])},
            {"scaled": lambda s, Q, K: np.where(np.tri(*s.shape, dtype=bool), s / np.sqrt(Q.shape[1]), -1e9)},
        ],
        "Your scores are masked already: those of later keys are 0, or some low number.",
        "Which step of attention comes after the scores, and is it asked for here?",
    ),
    (
        "negative_scores_lost",
        {"scaled": lambda s, Q, K: np.maximum(s, 0) / np.sqrt(Q.shape[1])},
        "Your scores are 0 where they should be negative.",
        "Two keys that point away from the query, one a little and one a lot: how "
        "should their scores differ?",
    ),
    (
        "zero_score_missing",
        [
            {"scaled": lambda s, Q, K, low=low: np.where(s == 0, low, s / np.sqrt(Q.shape[1]))}
            for low in (-np.inf, np.nan, -1e9, 1.0)
        ],
        "Your scores are right but where they should be 0: there something else stands.",
        "A query that fits a key not at all scores 0 with it, and 0 is a score like any other. Which line "
        "of yours treats it in a way of its own?",
    ),
    (
        "equal_tokens_merged",
        [
            {
                "scaled": lambda s, Q, K, back=back, fill=fill: (
                    _without_repeated(s, K, back, fill) / np.sqrt(Q.shape[1])
                )
            }
            for back in (1, -1)
            for fill in (0.0, np.nan, -np.inf)
        ],
        "Of several equal keys one alone has scores.",
        "The same word can come twice in a text. How does your code tell the first from the second: by what "
        "it is, or by where it stands?",
    ),
    (
        "queries_for_keys",
        [
            {"product": lambda Q, K: Q @ Q.T},
            {"product": lambda Q, K: Q @ Q.T, "scaled": lambda s, Q, K: s},
        ],
        "Your scores compare the queries with each other: K is not in them.",
        "A query asks, and what is it compared with? Read the line of your scores word by word.",
    ),
    (
        "keys_for_queries",
        {"product": lambda Q, K: K @ K.T},
        "Your scores compare the keys with each other: Q is not in them.",
        "Who asks? Read the line of your scores word by word.",
    ),
    (
        "one_number_for_a_query",
        [
            {"product": lambda Q, K: np.array([q @ k for q, k in zip(Q, K)])},
            {"product": lambda Q, K: np.array([q @ k for q, k in zip(Q, K)]), "scaled": lambda s, Q, K: s},
        ],
        "Your scores are one number for each query: query i meets key i and no other.",
        "With how many keys is each query compared? What does * do with two arrays, and what does @ do?",
    ),
    (
        "another_root",
        [
            {"scaled": lambda s, Q, K, power=power: s / Q.shape[1] ** power}
            for power in (1 / 3, 1 / 4, 2, 3 / 2)
        ]
        + [
            {"scaled": lambda s, Q, K: s / np.log(Q.shape[1])},
            {"scaled": lambda s, Q, K: s / np.log2(Q.shape[1])},
        ],
        "Your scores are divided by another power of d_k than its square root, or by its logarithm.",
        "What is √9, and by what does your code divide for d_k = 9?",
    ),
    (
        "width_counted_wrongly",
        [{"scaled": lambda s, Q, K, more=more: s / np.sqrt(Q.shape[1] + more)} for more in (-1, 1)],
        "Your scores are divided by the root of d_k with 1 more, or 1 less.",
        "How many products are added up in one q · k, and which entry of Q.shape says so?",
    ),
    (
        "scale_by_all_scores",
        [
            {"scaled": lambda s, Q, K: s / np.sqrt(s.size)},
            {"scaled": lambda s, Q, K: s / np.sqrt(Q.size)},
            {"scaled": lambda s, Q, K: s / np.sqrt(K.size)},
        ],
        "Your scores are divided by the root of how many numbers a whole table holds.",
        "How many products are added up in one q · k: what .size counts, or one entry of Q.shape?",
    ),
    (
        "scaled_to_the_largest",
        [
            {"scaled": lambda s, Q, K: s / np.sqrt(Q.shape[1]) / np.abs(s / np.sqrt(Q.shape[1])).max()},
            {"scaled": lambda s, Q, K: s / s.max()},
            {"scaled": lambda s, Q, K: s / np.abs(s).max(axis=1, keepdims=True)},
            {"scaled": lambda s, Q, K: s / s.max(axis=1, keepdims=True)},
            {"scaled": lambda s, Q, K: s / s.sum(axis=1, keepdims=True)},
        ],
        "Your scores are divided by the largest of them, or by their sum.",
        "Which number does the formula divide by, and does it depend on the scores themselves?",
    ),
    (
        "last_product_left_out",
        {"product": lambda Q, K: Q[:, :-1] @ K[:, :-1].T},
        "Your scores lack the product of the last numbers of q and k.",
        "Which values does the index take in your loop when queries have four numbers?",
    ),
    (
        "first_product_left_out",
        {"product": lambda Q, K: Q[:, 1:] @ K[:, 1:].T},
        "Your scores lack the product of the first numbers of q and k.",
        "Which values does the index take in your loop when queries have four numbers?",
    ),
    (
        "products_pile_up",
        [
            {"product": lambda Q, K: (Q @ K.T).cumsum(axis=1)},
            {"product": lambda Q, K: (Q @ K.T).cumsum().reshape(len(Q), len(K))},
        ],
        "Each of your scores has those before it added to it.",
        "At which line does your sum become 0, and how often does that line run?",
    ),
    (
        "exponentials_included",
        {"scaled": lambda s, Q, K: np.exp(s / np.sqrt(Q.shape[1]))},
        "Your scores have gone through exp already.",
        "Which step of attention comes after the scores, and is it asked for here?",
    ),
    (
        "sign_flipped",
        {"product": lambda Q, K: -Q @ K.T},
        "Your scores have the wrong sign.",
        "Which key fits a query better: one that points its way, or one that points away from it?",
    ),
    (
        "one_side_normalised",
        [
            {"product": lambda Q, K: Q @ K.T / np.linalg.norm(Q, axis=1)[:, None]},
            {"product": lambda Q, K: Q @ K.T / np.linalg.norm(K, axis=1)},
        ],
        "Your scores don't change when all numbers of a query, or of a key, get larger: it is divided by "
        "its length.",
        "If a query is twice as long, what should happen to its scores?",
    ),
    (
        "squared",
        {"scaled": lambda s, Q, K: s**2 / np.sqrt(Q.shape[1])},
        "Your scores are squared.",
        "A key that points away from the query: should it score as high as one that points its way?",
    ),
    (
        "root_without_fraction",
        [
            {"scaled": lambda s, Q, K: s / int(np.sqrt(Q.shape[1]))},
            {"scaled": lambda s, Q, K: s / round(np.sqrt(Q.shape[1]))},
        ],
        "Your scores are divided by a whole number: the root of d_k without what comes after its point.",
        "What is the root of 7, and by what does your code divide for d_k = 7?",
    ),
    (
        "columns_of_queries",
        [{"product": _a_column_for_each_query}, {"product": _as_many_columns_as_queries}],
        "Your scores have a column for each query, where there should be one for each key.",
        "How many keys can there be when there are 3 queries, and which shape says so?",
    ),
    (
        "rounded",
        [{"scaled": lambda s, Q, K, n=n: np.round(s / np.sqrt(Q.shape[1]), n)} for n in (1, 2)],
        "Your scores are rounded to one or two places after the point.",
        "Who reads these numbers next, a person or the softmax? Where does your code shorten them?",
    ),
    (
        "absolute_values",
        {"scaled": lambda s, Q, K: np.abs(s) / np.sqrt(Q.shape[1])},
        "Your scores have lost their sign.",
        "A key that points away from the query: should it score as high as one that points its way?",
    ),
)
