"""What goes wrong in lesson 01.

Each exercise has one implementation put together from parts (scale, mask, softmax …). A misconception
exchanges some of them, so that two at once are recognised too. One idea can have several sets of parts
that differ in their numbers only.
"""

from functools import partial

import numpy as np

from autograder.misconceptions.misconception import Misconception

KNOWN = []


def known(exercise, whole, *entries):
    """Add entries (id, parts, sentence, question) for `exercise`; parts replace keywords of whole, a dict or several."""
    for id, parts, sentence, question in entries:
        for changed in parts if isinstance(parts, list) else [parts]:
            KNOWN.append(Misconception(id, exercise, (partial(whole, **changed),), sentence, question))


def alone(exercise, whole, *entries):
    """Add entries as known() does, none of which is looked for together with a second one."""
    for id, parts, sentence, question in entries:
        for changed in parts if isinstance(parts, list) else [parts]:
            KNOWN.append(
                Misconception(
                    id,
                    exercise,
                    (lambda *given, changed=changed: whole(*given, **changed),),
                    sentence,
                    question,
                )
            )


HALF_FOR_ROOT = (
    "What does Python make of 9 ** 1/2, and of 36 / 9 ** 1/2? Which of the signs does it work out first?"
)

# -- attention_scores ---------------------------------------------------------------------------------


def scores(Q, K, *, product=lambda Q, K: Q @ K.T, scaled=lambda s, Q, K: s / np.sqrt(Q.shape[1])):
    """Q (n, d_k), K (m, d_k) -> (n, m)."""
    return scaled(product(Q, K), Q, K)


def _first_only(s, rows, columns):
    """Zeros but for the first rows and columns; None: for all of them."""
    kept = np.zeros_like(s)
    kept[:rows, :columns] = s[:rows, :columns]
    return kept


def _a_column_for_each_query(Q, K):
    if len(K) < len(Q):
        raise IndexError("no such key")
    return Q @ K[: len(Q)].T


def _cosines(Q, K):
    return Q @ K.T / np.linalg.norm(Q, axis=1)[:, None] / np.linalg.norm(K, axis=1)


known(
    "attention_scores",
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
        "The worked example has one d_k, other inputs have others. Where does your code ask how wide a query is?",
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
        "Where in your code could 1.7 become 1? Look at the division, and at the dtype of any array you fill.",
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
        "Only the first row, the first column or the first number of your scores is filled; the others are 0.",
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
        {"scaled": lambda s, Q, K: _softmax(s / np.sqrt(Q.shape[1]))},
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

alone(
    "attention_scores",
    scores,
    (
        "mask_included",
        {"scaled": lambda s, Q, K: np.where(np.tri(*s.shape, dtype=bool), s / np.sqrt(Q.shape[1]), -np.inf)},
        "Your scores are masked already: those of later keys are -inf.",
        "Which step of attention comes after the scores, and is it asked for here?",
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
        {"product": _a_column_for_each_query},
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


# -- softmax ------------------------------------------------------------------------------------------


def _softmax(scores, axis=-1):
    with np.errstate(all="ignore"):
        return _shares(np.exp(scores - scores.max(axis=axis, keepdims=True)), axis)


def _shares(exps, axis=-1):
    return exps / exps.sum(axis=axis, keepdims=True)


def _log_softmax(scores):
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


NAIVE_EXP = (
    "naive_exp",
    lambda s: _shares(np.exp(s)),
    "Your numbers are right for small scores and NaN for large ones: exp is taken of scores however large they are.",
    "What is exp(1000) in floating point? Which number can be taken off a whole row without changing its softmax?",
)
GLOBAL_MAXIMUM = (
    "global_maximum",
    lambda s: _shares(np.exp(s - s.max())),
    "Your numbers are what softmax gives when one largest score, of the whole array, is taken off every row.",
    "What is left of a row whose scores are all 1000 below that maximum?",
)
OVER_EVERYTHING = (
    "softmax_over_everything",
    [
        lambda s: _softmax(s, None),
        lambda s: _softmax(s, tuple(range(s.ndim))[-2:]),
        lambda s: (lambda e: e / e.sum())(np.exp(s - s.max(axis=-1, keepdims=True))),
        lambda s: _shares(np.exp(s), None),
    ],
    "All your weights together add up to 1, not each row's.",
    "How many queries share out their attention here, and what should each one's weights add up to?",
)
NOT_NORMALISED = (
    "not_normalised",
    [lambda s: np.exp(s - s.max(axis=-1, keepdims=True)), np.exp],
    "Your weights are exponentials that were never divided by their sum.",
    "What does each row of your weights add up to?",
)
NO_KEEPDIMS = (
    "no_keepdims",
    [
        lambda s: _shares(np.exp(s - s.max(axis=-1))),
        lambda s: (lambda e: e / e.sum(axis=-1))(np.exp(s - s.max(axis=-1, keepdims=True))),
        lambda s: (lambda e: e / e.sum(axis=-1))(np.exp(s - s.max(axis=-1))),
        lambda s: (lambda e: e / e.sum(axis=-1))(np.exp(s)),
    ],
    "A row's maximum or sum meets the wrong scores: number j of it is used for column j, not for row j.",
    "An array (n, n) minus an array (n,): along which axis does NumPy line them up? Print both shapes.",
)


def _with_softmax(entries):
    return (
        (id, [{"weights": way} for way in (ways if isinstance(ways, list) else [ways])], sentence, question)
        for id, ways, sentence, question in entries
    )


known(
    "softmax",
    lambda scores, weights: weights(scores),
    *_with_softmax(
        (
            NAIVE_EXP,
            GLOBAL_MAXIMUM,
            OVER_EVERYTHING,
            NOT_NORMALISED,
            NO_KEEPDIMS,
            (
                "constant_subtracted",
                [
                    lambda s: _shares(np.exp(s - 1e3)),
                    lambda s: _shares(np.exp(s - 1e4)),
                    lambda s: _shares(np.exp(s - 1e3), None),
                    lambda s: _shares(np.exp(s - 1e4), None),
                ],
                "Your weights are NaN for ordinary scores: so much is taken off that every exponential is 0, and 0 / 0 is NaN.",
                "What is exp(-1000) in floating point? How much can be taken off a row without all of its exponentials vanishing?",
            ),
            (
                "softmax_over_queries",
                [
                    lambda s: _softmax(s, 0),
                    lambda s: _shares(np.exp(s), 0),
                    lambda s: _shares(np.exp(s - s.max(axis=-1, keepdims=True)), 0),
                    lambda s: _shares(np.exp(s - s.max()), 0),
                ],
                "Your softmax runs along the first axis: the columns add up to 1.",
                "A row holds one query's scores. Which axis number walks along a row?",
            ),
            (
                "axis_one",
                [
                    lambda s: _softmax(s, 1),
                    lambda s: _shares(np.exp(s), 1),
                    lambda s: _shares(np.exp(s - s.max()), 1),
                ],
                "Your softmax runs along axis 1, which is the last one for two axes only.",
                "Scores may have any number of axes. How does NumPy count axes from the end?",
            ),
            (
                "least_subtracted",
                lambda s: _shares(np.exp(s - s.min(axis=-1, keepdims=True))),
                "Your numbers are right for small scores only: the smallest score of a row is taken off, not the largest.",
                "After taking a number off, how large can the largest exponent still be?",
            ),
            (
                "mean_subtracted",
                lambda s: _shares(np.exp(s - s.mean(axis=-1, keepdims=True))),
                "Your numbers are right for small scores only: the mean of a row is taken off.",
                "After taking the mean off, how large can the largest exponent still be? And what is the mean beside a -inf?",
            ),
            (
                "largest_magnitude_subtracted",
                lambda s: _shares(np.exp(s - np.abs(s).max(axis=-1, keepdims=True))),
                "Your numbers are right unless the largest score is negative: the largest absolute value is taken off a row.",
                "Scores of -10 000 and -10 001: what do you take off, and what is exp of the rest?",
            ),
            (
                "maximum_from_zero",
                lambda s: _shares(np.exp(s - np.maximum(s.max(axis=-1, keepdims=True), 0))),
                "Your numbers are right unless all scores of a row are negative: then 0 is taken off, not the largest score.",
                "Scores of -10 000 and -10 001: what do you take off? From which number does your search for the largest begin?",
            ),
            (
                "log_softmax",
                [lambda s: np.log(_softmax(s)), _log_softmax],
                "Your numbers are the logarithms of the weights.",
                "Can a weight be negative? What should a row add up to?",
            ),
            (
                "sign_flipped",
                lambda s: _softmax(-s),
                "Your largest weight belongs to the smallest score.",
                "Which sign has the exponent of exp in softmax?",
            ),
            (
                "scale_in_softmax",
                lambda s: _softmax(s / np.sqrt(s.shape[-1])),
                "Your scores are divided by the root of their number before the softmax.",
                "Scores come in scaled already. Is anything but exp, sum and a division asked for here?",
            ),
            (
                "sigmoid",
                lambda s: 1 / (1 + np.exp(-s)),
                "Your numbers are sigmoids: each score is squashed on its own.",
                "If one score of a row grows, what has to happen to the other weights?",
            ),
            (
                "sigmoid_shares",
                lambda s: _shares(1 / (1 + np.exp(-s))),
                "Your numbers are sigmoids, divided by their sum.",
                "In softmax, how does the ratio of two weights depend on the difference of their scores?",
            ),
            (
                "linear_shares",
                [_shares, lambda s: _shares(s - s.min(axis=-1, keepdims=True))],
                "Your scores are divided by their sum, without an exponential.",
                "What do you get for the scores -1 and 1? Can a weight be negative?",
            ),
            (
                "base_two",
                [
                    lambda s: _shares(np.exp2(s - s.max(axis=-1, keepdims=True))),
                    lambda s: _shares(np.exp2(s)),
                ],
                "Your numbers are powers of 2, divided by their sum.",
                "Which number is raised to the power of a score in softmax?",
            ),
            (
                "whole_numbers",
                lambda s: np.trunc(_softmax(s)),
                "Your weights are cut to whole numbers.",
                "Which dtype has the array that you fill?",
            ),
            (
                "hidden_counted_as_zero",
                lambda s: _softmax(np.where(np.isneginf(s), 0, s)),
                "A score of -inf is treated as a score of 0.",
                "How much weight does a score of 0 get beside scores of -1 and 1? What is exp(-inf)?",
            ),
            (
                "hidden_as_a_finite_score",
                [lambda s, low=low: _softmax(np.where(np.isneginf(s), low, s)) for low in (-1e2, -1e3, -1e4)],
                "A score of -inf is treated as a finite one, which other scores can be as low as.",
                "Scores may be -10 000. How much weight does your stand-in for -inf get beside them? Does exp(-inf) need one?",
            ),
            (
                "best_takes_all",
                lambda s: (s == s.max(axis=-1, keepdims=True)).astype(float),
                "The largest score of each row gets all the weight.",
                "Two scores that differ by 0.01: how different should their weights be?",
            ),
            (
                "clipped",
                [
                    way
                    for limit in (20, 30, 50, 88, 100, 500, 700, 709)
                    for way in (
                        lambda s, limit=limit: _shares(np.exp(np.clip(s, -limit, limit))),
                        lambda s, limit=limit: _shares(np.exp(np.minimum(s, limit))),
                    )
                ],
                "Your scores are cut off at some number before exp: what lies beyond it counts alike.",
                "Scores of 10 000 and 10 001: what is left of their difference? Which number can be taken off a whole row without "
                "changing its softmax?",
            ),
            (
                "one_score_subtracted",
                [lambda s: _shares(np.exp(s - s[..., :1])), lambda s: _shares(np.exp(s - s[..., -1:]))],
                "Your numbers are right unless a row's first, or last, score lies far from its largest: that one is taken off.",
                "After taking that score off, how large can the largest exponent still be?",
            ),
            (
                "nan_replaced",
                lambda s: np.nan_to_num(_shares(np.exp(s))),
                "Your weights are 0 where NaN would stand: NaN has been replaced, its cause has stayed.",
                "What do the weights of such a row add up to? What makes NaN before you replace it?",
            ),
            (
                "first_axis_for_rows",
                lambda s: np.stack([_softmax(row, None) for row in s]),
                "Your softmax takes each scores[i] for a row, which it is for two axes only.",
                "Scores may have one axis, or three. What is scores[0] then?",
            ),
        )
    ),
)


# -- causal_mask --------------------------------------------------------------------------------------

known(
    "causal_mask",
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


# -- query_key_pairs ----------------------------------------------------------------------------------


def pairs(n, *, uses=lambda i, j, n: j <= i, pair=lambda i, j: (i, j), tokens=lambda n: n):
    """The pairs of tokens(n) tokens for which uses(i, j, n), a list."""
    n = tokens(n)
    return [pair(i, j) for i in range(n) for j in range(n) if uses(i, j, n)]


known(
    "query_key_pairs",
    pairs,
    (
        "excludes_itself",
        {"uses": lambda i, j, n: j < i},
        "Your list lacks the pairs of a token with itself.",
        "May query i use its own token's key? What would query 0 use otherwise?",
    ),
    (
        "no_mask",
        {"uses": lambda i, j, n: True},
        "Your list has every pair, the future included.",
        "Which keys exist when query 0 is asked?",
    ),
    (
        "sees_next_token",
        {"uses": lambda i, j, n: j <= i + 1},
        "Your list lets each query also use the next token's key.",
        "When token i is written, does token i + 1 exist yet?",
    ),
    (
        "pairs_swapped",
        {"pair": lambda i, j: (j, i)},
        "Your pairs have the key first and the query second.",
        "Which of the two numbers of a pair (i, j) is the query? Read your pairs for 2 tokens aloud.",
    ),
    (
        "only_future",
        {"uses": lambda i, j, n: j > i},
        "Your list has the pairs that causal attention must not use.",
        "Read your pairs for 3 tokens aloud: query … uses key … . Which of them lie in the future?",
    ),
    (
        "counts_from_one",
        {"pair": lambda i, j: (i + 1, j + 1)},
        "Your pairs count tokens from 1.",
        "What is the position of the first token in this course?",
    ),
    (
        "only_itself",
        {"uses": lambda i, j, n: i == j},
        "Your list has each token with itself and nothing else.",
        "Which earlier keys does query 2 have?",
    ),
    (
        "first_token_left_out",
        {"uses": lambda i, j, n: 0 < j <= i},
        "Your list has no pair with token 0.",
        "At which number do your loops begin, and what is the number of the first token?",
    ),
    (
        "same_list_for_all",
        [{"tokens": lambda n, m=m: m} for m in (2, 3, 4, 5)],
        "Your list is the same whatever n is.",
        "Where does n enter your code?",
    ),
    (
        "one_token_more",
        {"tokens": lambda n: n + 1},
        "Your list is that of one token more.",
        "What is the number of the last of n tokens, when the first is 0? Where does range(n) stop?",
    ),
    (
        "one_token_fewer",
        {"tokens": lambda n: n - 1},
        "Your list is that of one token fewer.",
        "What is the number of the last of n tokens, when the first is 0? Where does range(n) stop?",
    ),
    (
        "first_query_only",
        {"uses": lambda i, j, n: j <= i == 0},
        "Your list has the first query's pair and nobody else's.",
        "How far is your `return` indented, and how often have the loops above it run by then?",
    ),
    (
        "first_query_left_out",
        {"uses": lambda i, j, n: j <= i > 0},
        "Your list has no pair of query 0.",
        "At which number does your loop over the queries begin? Which key may query 0 use?",
    ),
    (
        "last_query_only",
        {"uses": lambda i, j, n: i == n - 1},
        "Your list has the last query's pairs and nobody else's.",
        "How many queries does attention over 3 tokens have?",
    ),
)


# -- causal_attention ---------------------------------------------------------------------------------


def attention(
    Q,
    K,
    V,
    *,
    product=lambda Q, K: Q @ np.swapaxes(K, -1, -2),
    scale=lambda Q: np.sqrt(Q.shape[-1]),
    allowed=lambda n: np.tri(n, dtype=bool),
    hide=lambda s, mask: np.where(mask, s, -np.inf),
    weights=_softmax,
    after=lambda w, mask: w,
    mix=lambda w, V, K: w @ V,
    finish=lambda output: output,
):
    """Q, K (…, n, d_k), V (…, n, d_v) -> (…, n, d_v)."""
    mask = allowed(Q.shape[-2])
    w = weights(hide(product(Q, K) / scale(Q), mask))
    return finish(mix(after(w, mask), V, K))


def _first_row_zero(output):
    output[..., 0, :] = 0
    return output


def _last_row_zero(output):
    output[..., -1, :] = 0
    return output


OF_ATTENTION = (
    (
        "no_mask",
        {"allowed": lambda n: np.ones((n, n), dtype=bool)},
        "Your output is what attention gives without a mask: every token looks at all tokens.",
        "Which keys may query 0 use, and where in your code does it lose the others?",
    ),
    (
        "inverted_mask",
        [{"allowed": lambda n: np.tri(n, dtype=bool).T}, {"allowed": lambda n: ~np.tri(n, dtype=bool)}],
        "Your output is what attention gives with the mask upside down: tokens look at the future.",
        "Print your mask for 3 tokens. Does True mean 'may look' or 'must not look' where you use it?",
    ),
    (
        "sees_next_token",
        {"allowed": lambda n: np.tri(n, k=1, dtype=bool)},
        "Your output is what attention gives when each token also sees the next one.",
        "When token i is written, does token i + 1 exist yet? Look one step right of the diagonal of your mask.",
    ),
    (
        "excludes_itself",
        [
            {"allowed": lambda n: np.tri(n, k=-1, dtype=bool)},
            {"allowed": lambda n: np.tri(n, k=-1, dtype=bool), "after": lambda w, mask: np.nan_to_num(w)},
            {
                "allowed": lambda n: np.tri(n, k=-1, dtype=bool),
                "after": lambda w, mask: np.where(np.isnan(w), np.eye(w.shape[-1]), w),
            },
        ],
        "Your output is what attention gives when no token sees itself.",
        "What is left for token 0 to look at? Look at the diagonal of your mask, or the end of your slices.",
    ),
    (
        "only_itself",
        {"allowed": lambda n: np.eye(n, dtype=bool)},
        "Your output is what attention gives when each token sees itself and no other.",
        "Which earlier keys does query 2 have, and where do they get lost?",
    ),
    (
        "mask_after_softmax",
        {"hide": lambda s, mask: s, "after": lambda w, mask: w * mask},
        "Your output is what attention gives when the mask is applied after the softmax and the weights are not renormalised.",
        "What should each row of weights add up to, once the future is gone?",
    ),
    (
        "hidden_scores_in_maximum",
        {"hide": lambda s, mask: s, "after": lambda w, mask: _shares(w * mask)},
        "Your output is what attention gives when a row's maximum, or its softmax, is taken before the future is hidden.",
        "A later score is 1000 larger than all earlier ones: what is left of the earlier exponentials? "
        "Over which scores should the maximum be taken?",
    ),
    (
        "naive_exp_then_mask",
        {"hide": lambda s, mask: s, "weights": np.exp, "after": lambda w, mask: _shares(w * mask)},
        "Your output is right for small scores and NaN for large ones: exp is taken of the scores as they are, the mask comes later.",
        "What is exp(1000) in floating point, and 0 times that? Which number can be taken off a whole row first?",
    ),
    (
        "zeros_for_minus_infinity",
        [
            {"hide": lambda s, mask: s * mask},
            {"hide": lambda s, mask: s * mask, "after": lambda w, mask: w * mask},
        ],
        "Your output is what attention gives when hidden scores are set to 0 before the softmax.",
        "How much weight does a score of 0 get in a softmax? What score would get none?",
    ),
    (
        "zero_times_infinity",
        {"hide": lambda s, mask: s + (1.0 - mask) * -np.inf},
        "All of your output is NaN, as when a mask of zeros and ones is multiplied by infinity.",
        "What is 0 · inf? Print the scores after masking, then look at the allowed ones.",
    ),
    (
        "infinity_times_score",
        {"hide": lambda s, mask: s * np.where(mask, 1, -np.inf)},
        "Your output is what attention gives when hidden scores are multiplied by -inf.",
        "What is -2 · -inf, and what does softmax make of it?",
    ),
    (
        "plus_infinity",
        {"hide": lambda s, mask: np.where(mask, s, np.inf)},
        "Your output is what attention gives when hidden scores are +inf.",
        "Which weight should a hidden score get, and which number has that exponential?",
    ),
    (
        "weak_fill",
        [{"hide": lambda s, mask: np.where(mask, s, -1e9)}, {"hide": lambda s, mask: s - 1e9 * ~mask}],
        "Your output is what attention gives when the future is hidden behind a finite number, such as -1e9.",
        "A row's allowed scores can all be lower than that number. Which of its scores is the largest then? Is there a number "
        "below all others?",
    ),
    (
        "softmax_over_queries",
        [
            {"weights": lambda s: _softmax(s, -2)},
            {"weights": lambda s: _shares(np.exp(s - s.max(axis=-1, keepdims=True)), -2)},
        ],
        "Your output is what attention gives when softmax runs over the queries.",
        "Which axis of your weights should add up to 1?",
    ),
    (
        "global_maximum",
        {
            "hide": lambda s, mask: np.where(mask, s - s.max(), -np.inf),
            "weights": lambda s: _shares(np.exp(s)),
        },
        *GLOBAL_MAXIMUM[2:],
    ),
    (
        "no_softmax",
        [
            {"hide": lambda s, mask: s * mask, "weights": lambda s: s},
            {"hide": lambda s, mask: s * mask, "weights": _shares},
        ],
        "Your output is what attention gives when the scores themselves are the weights.",
        "Can a score be negative? Which function makes positive weights out of scores?",
    ),
    (
        "softmax_twice",
        {"weights": lambda s: _softmax(_softmax(s))},
        "Your output is what attention gives when softmax is applied twice.",
        "Which of your steps makes weights out of scores? Is there a second one?",
    ),
    (
        "equal_weights",
        {"weights": lambda s: _shares(np.isfinite(s).astype(float))},
        "Your output is the plain mean of the values so far.",
        "Where do Q and K enter your output?",
    ),
    (
        "best_takes_all",
        {"weights": lambda s: (s == s.max(axis=-1, keepdims=True)).astype(float)},
        "Your output is, in each row, the one value with the largest score.",
        "Two scores that differ by 0.01: how different should their weights be?",
    ),
    (
        "no_scale",
        {"scale": lambda Q: 1.0},
        "Your output is what attention gives without dividing the scores.",
        "What happens to the size of q · k as d_k grows, and what in the formula undoes that?",
    ),
    (
        "scale_by_length",
        {"scale": lambda Q: np.sqrt(Q.shape[-2])},
        "Your output is what attention gives when the scores are divided by the root of the number of tokens.",
        "How many products are added up in one q · k, and which entry of the shape says so?",
    ),
    (
        "half_for_root",
        [{"scale": lambda Q: 2 * Q.shape[-1]}, {"scale": lambda Q: Q.shape[-1] / 2}],
        "Your output is what attention gives when the scores are divided by half their width or by twice their width.",
        HALF_FOR_ROOT,
    ),
    (
        "multiplied_by_scale",
        {"scale": lambda Q: 1 / np.sqrt(Q.shape[-1])},
        "Your output is what attention gives when the scores are multiplied by the root of their width.",
        "Dot products of longer vectors are larger already. Should the scale make them larger still?",
    ),
    (
        "scores_transposed",
        {"product": lambda Q, K: K @ np.swapaxes(Q, -1, -2)},
        "Your output is what attention gives when queries and keys change places.",
        "Row i of the scores belongs to query i. Which of the two factors gives a product its rows?",
    ),
    (
        "weights_transposed",
        {"mix": lambda w, V, K: np.swapaxes(w, -1, -2) @ V},
        "Your output is what attention gives when the weights are transposed before they meet V.",
        "Row i of the weights says how much of each value token i takes. Which rows does your product combine?",
    ),
    (
        "first_row_missing",
        {"finish": _first_row_zero},
        "Your output is right but for row 0, which is 0.",
        "Which tokens does your loop visit? Print its first i.",
    ),
    (
        "last_row_missing",
        {"finish": _last_row_zero},
        "Your output is right but for the last row, which is 0.",
        "Which tokens does your loop visit? Print its last i.",
    ),
    (
        "whole_numbers",
        {"finish": np.trunc},
        "Your output is cut to whole numbers.",
        "Which dtype has the array that you fill?",
    ),
)


known(
    "causal_attention",
    attention,
    *OF_ATTENTION,
    *_with_softmax((NAIVE_EXP, GLOBAL_MAXIMUM, OVER_EVERYTHING, NOT_NORMALISED, NO_KEEPDIMS)),
    (
        "scale_by_width",
        {"scale": lambda Q: Q.shape[-1]},
        "Your output is what attention gives when the scores are divided by d_k itself, or twice by its root.",
        "How fast does the typical size of a sum of d_k random products grow with d_k?",
    ),
    (
        "keys_for_values",
        {"mix": lambda w, V, K: w @ K},
        "Your output is a mix of keys.",
        "A key says where to look. What does one find there?",
    ),
    (
        "reshape_for_transpose",
        {"product": lambda Q, K: Q @ K.reshape(K.shape[::-1])},
        "Your output is what attention gives when K is reshaped to (d_k, n) and not transposed.",
        "Take [[1, 2], [3, 4], [5, 6]] to shape (2, 3) both ways. Where does the key [1, 2] end up?",
    ),
    (
        "scale_after_softmax",
        {"scale": lambda Q: 1.0, "mix": lambda w, V, K: w / np.sqrt(K.shape[-1]) @ V},
        "Your output is what attention gives when the weights are divided by the root of d_k, not the scores.",
        "What should each row of weights add up to? What does it add up to when you divide?",
    ),
)

alone(
    "causal_attention",
    attention,
    (
        "weights_returned",
        {"mix": lambda w, V, K: w},
        "Your output is the weights.",
        "A token's output is a mix of values. Where does V come in?",
    ),
    (
        "only_last_row",
        [{"finish": lambda output: output[..., -1, :]}, {"finish": lambda output: output[..., -1:, :]}],
        "Your output is that of the last token only.",
        "How many tokens ask, and what becomes of the outputs of the others?",
    ),
    (
        "fill_from_the_scores",
        [
            {
                "hide": lambda s, mask, low=low, axis=axis: np.where(
                    mask, s, s.min(axis=axis, keepdims=True) - low
                )
            }
            for low in (0, 1, 10, 100, 1e3, 1e4, 1e9)
            for axis in (None, -1)
        ],
        "Your output is what attention gives when hidden scores get the smallest of all scores, or a number somewhat below it.",
        "A later token can make the smallest score as small as it likes. What happens to your stand-in then? Is there a number "
        "that depends on no score and lies below all of them?",
    ),
)


KNOWN.append(
    Misconception(
        "scale_by_width_of_values",
        "causal_attention",
        (lambda Q, K, V: attention(Q, K, V, scale=lambda Q: np.sqrt(V.shape[-1])),),
        "Your output is what attention gives when the scores are divided by the root of the width of the values.",
        "How many products are added up in one q · k: as many as a key has numbers, or as a value has?",
    )
)


# -- multi_head_attention -----------------------------------------------------------------------------


def _split(a, n_heads):
    return a.reshape(len(a), n_heads, -1).swapaxes(0, 1)


def _merge(heads):
    return heads.swapaxes(0, 1).reshape(heads.shape[1], -1)


def heads(
    X,
    W_q,
    W_k,
    W_v,
    W_o,
    n_heads,
    *,
    use=lambda *weights: weights,
    project=lambda X, W: X @ W,
    split=_split,
    merge=_merge,
    out=lambda merged, W_o: merged @ W_o,
    add=lambda X: 0,
    **parts,
):
    """X (n, d_model), weights (d_model, d_model) -> (n, d_model); use says which weights make queries, keys and values, further
    parts are those of attention."""
    Q, K, V = (split(project(X, W), n_heads) for W in use(W_q, W_k, W_v))
    return out(merge(attention(Q, K, V, **parts)), W_o) + add(X)


def _from_below_one_another(column, W_o):
    """Heads (n_heads·n, d_head), one below the other, put side by side and times W_o."""
    n_heads = len(W_o) // column.shape[1]
    return _merge(column.reshape(n_heads, -1, column.shape[1])) @ W_o


def _only(which):
    """Merge with zeros in place of all heads but those of the slice `which`."""

    def merge(heads):
        kept = np.zeros_like(heads)
        kept[which] = heads[which]
        return _merge(kept)

    return merge


def _weights_of_pieces(X, W_q, W_k, W_v, W_o, n_heads):
    """What comes out when X is cut into heads first, and each piece meets its own square of W_q, W_k and W_v."""
    squares = np.kron(np.eye(n_heads), np.ones((X.shape[1] // n_heads,) * 2))
    return heads(X, *(W * squares for W in (W_q, W_k, W_v)), W_o, n_heads)


def _masked_in(head):
    """Hide the future in one head only."""

    def hide(s, mask):
        s = s.copy()
        s[head] = np.where(mask, s[head], -np.inf)
        return s

    return hide


def _heads_before_keys(s, mask):
    return np.where(np.tri(s.shape[0], s.shape[-1], dtype=bool)[:, None], s, -np.inf)


known(
    "multi_head_attention",
    heads,
    *OF_ATTENTION,
    *_with_softmax((NAIVE_EXP, GLOBAL_MAXIMUM, OVER_EVERYTHING, NOT_NORMALISED)),
    (
        "heads_split_without_transpose",
        {"split": lambda a, h: a.reshape(h, len(a), -1)},
        "Your output is what attention gives when (n, d_model) is reshaped straight to (n_heads, n, d_head).",
        "Reshape np.arange(12).reshape(3, 4) to (2, 3, 2): does head 0 hold the first columns of every token?",
    ),
    (
        "heads_merged_without_transpose",
        {"merge": lambda heads: heads.reshape(heads.shape[1], -1)},
        "Your output is what attention gives when (n_heads, n, d_head) is reshaped straight to (n, d_model).",
        "After your merge, does row 0 hold token 0 of every head? Try it with heads filled with 0, 1 and 2.",
    ),
    (
        "heads_interleaved",
        [
            {"split": lambda a, h: a.reshape(len(a), -1, h).transpose(2, 0, 1)},
            {
                "split": lambda a, h: a.reshape(len(a), -1, h).transpose(2, 0, 1),
                "merge": lambda heads: heads.transpose(1, 2, 0).reshape(heads.shape[1], -1),
            },
            {"merge": lambda heads: heads.transpose(1, 2, 0).reshape(heads.shape[1], -1)},
        ],
        "Your output is what attention gives when a head's columns are every n_heads-th one, where heads are split or merged.",
        "Which columns belong to head 0 by the contract, and which does it get, or fill, in your reshape?",
    ),
    (
        "heads_overlap",
        {"split": lambda a, h: np.array([a[:, i : i + a.shape[1] // h] for i in range(h)])},
        "Your output is what attention gives when each head's columns begin only one column after those of the head before.",
        "With d_model = 6 and 3 heads, which columns does head 2 own, and at which column does yours begin?",
    ),
    (
        "n_heads_for_d_head",
        {"split": lambda a, h: a.reshape(len(a), -1, h).swapaxes(0, 1)},
        "Your output is what attention gives when each head has n_heads numbers.",
        "What are the number of heads and the width of one for d_model = 12 and n_heads = 3? Print your shapes.",
    ),
    (
        "heads_attend_to_heads",
        [
            {"split": lambda a, h: a.reshape(len(a), h, -1), "merge": lambda o: o.reshape(len(o), -1)},
            {
                "split": lambda a, h: a.reshape(len(a), h, -1),
                "merge": lambda o: o.reshape(len(o), -1),
                "allowed": lambda n: np.ones((n, n), dtype=bool),
            },
        ],
        "Your output is what comes out when the heads of one token attend to each other.",
        "Print the shape of your scores: which two axes should be query and key?",
    ),
    (
        "mask_on_head_axis",
        {"hide": _heads_before_keys},
        "Your output is what attention gives when the mask lies on the axes of heads and keys.",
        "Your scores are (n_heads, n, n). Along which axes does your mask run when NumPy lines the shapes up?",
    ),
    (
        "one_head_masked",
        [{"hide": _masked_in(0)}, {"hide": _masked_in(-1)}],
        "Your output is what attention gives when only one head is masked.",
        "Look at the weights of every head, not of one: which of them see the future?",
    ),
    (
        "scale_by_d_model",
        {"scale": lambda Q: np.sqrt(Q.shape[-1] * Q.shape[0])},
        "Your output is what attention gives when the scores are divided by the root of d_model.",
        "How many numbers does one head's q have?",
    ),
    (
        "scale_by_n_heads",
        {"scale": lambda Q: np.sqrt(Q.shape[0])},
        "Your output is what attention gives when the scores are divided by the root of n_heads.",
        "How many numbers does one head's q have?",
    ),
    (
        "scale_by_width",
        {"scale": lambda Q: Q.shape[-1]},
        "Your output is what attention gives when the scores are divided by d_head itself, or twice by its root.",
        "How fast does the typical size of a sum of d_head random products grow with d_head?",
    ),
    (
        "heads_ignored",
        {"split": lambda a, h: a[None]},
        "Your output is what attention gives with one wide head.",
        "Where does n_heads enter your code?",
    ),
    (
        "first_head_everywhere",
        {"split": lambda a, h: np.stack([a[:, : a.shape[1] // h]] * h)},
        "Your output is what attention gives when every head works on the first columns.",
        "Print the columns that head 1 gets. Where does your slice begin?",
    ),
    (
        "softmax_over_heads",
        [{"weights": lambda s: _softmax(s, 0)}, {"weights": lambda s: np.nan_to_num(_softmax(s, 0))}],
        "Your output is what attention gives when softmax runs over the heads.",
        "Your scores are (n_heads, n, n). Which axis of your weights should add up to 1?",
    ),
    (
        "no_output_projection",
        {"out": lambda merged, W_o: merged},
        "Your output is that of the heads side by side, without W_o.",
        "What still has to mix the numbers of the different heads?",
    ),
    (
        "output_projection_transposed",
        {"out": lambda merged, W_o: merged @ W_o.T},
        "Your output is what attention gives when W_o is transposed.",
        "The contract multiplies a row by W_o from which side?",
    ),
    (
        "weights_transposed_in_projections",
        [
            {"project": lambda X, W: X @ W.T},
            {"project": lambda X, W: X @ W.T, "out": lambda merged, W_o: merged @ W_o.T},
        ],
        "Your output is what attention gives when the projection matrices are transposed.",
        "Some libraries store a layer's matrix the other way round. How does the contract multiply X and W?",
    ),
    (
        "no_projections",
        {"project": lambda X, W: X},
        "Your output is what attention gives when X itself is used for queries, keys and values.",
        "Where do W_q, W_k and W_v enter your code?",
    ),
)

alone(
    "multi_head_attention",
    heads,
    (
        "projection_used_twice",
        [
            {"use": use}
            for use in (
                lambda q, k, v: (q, k, k),
                lambda q, k, v: (q, k, q),
                lambda q, k, v: (q, q, v),
                lambda q, k, v: (q, v, v),
                lambda q, k, v: (k, k, v),
                lambda q, k, v: (v, k, v),
                lambda q, k, v: (q, q, q),
            )
        ],
        "Your output is what attention gives when one of W_q, W_k and W_v is used in another's place, too.",
        "Read the lines that make Q, K and V word by word: which matrix stands in each?",
    ),
    (
        "projections_in_another_order",
        [
            {"use": use}
            for use in (
                lambda q, k, v: (q, v, k),
                lambda q, k, v: (v, k, q),
                lambda q, k, v: (k, v, q),
                lambda q, k, v: (v, q, k),
            )
        ],
        "Your output is what attention gives when W_q, W_k and W_v change places.",
        "Which matrix makes the values, and what is Q, K or V called where you take it?",
    ),
    (
        "residual_added",
        {"add": lambda X: X},
        "Your output is attention's with X added to it.",
        "Transformers add a layer's input to its output. Is that asked for here?",
    ),
    (
        "heads_reversed",
        {"merge": lambda heads: _merge(heads[::-1])},
        "Your output is what attention gives when the heads stand side by side from the last to the first.",
        "In which order do the heads' outputs get into the array or list that you join?",
    ),
    (
        "heads_averaged",
        [
            {"merge": lambda heads: np.tile(heads.mean(axis=0), len(heads))},
            {"merge": lambda heads: np.tile(heads.sum(axis=0), len(heads))},
        ],
        "Your output is what attention gives when the heads are added up or averaged.",
        "Each head has columns of its own. Where does head 1's output go?",
    ),
    (
        "one_head_kept",
        [{"merge": _only(slice(0, 1))}, {"merge": _only(slice(-1, None))}],
        "Your output is what attention gives when one head's output is used and the others' are lost.",
        "What becomes of the outputs of earlier heads when your loop goes on? Is what you fill made once, or anew in each round?",
    ),
    (
        "one_head_missing",
        [{"merge": _only(slice(1, None))}, {"merge": _only(slice(0, -1))}],
        "Your output is what attention gives when the first or the last head's output is left out.",
        "Which heads does your loop visit? Print its first h and its last.",
    ),
    (
        "heads_attend_as_tokens",
        {
            "split": lambda a, h: _split(a, h).reshape(1, len(a) * h, -1),
            "merge": lambda heads: heads[0],
            "out": _from_below_one_another,
        },
        "Your output is what attention gives when the heads are put below one another and attend as one long sequence.",
        "How many rows have the queries that your attention gets? May head 1 see the keys of head 0?",
    ),
    (
        "same_number_of_heads",
        [{"split": lambda a, h, n=n: _split(a, n)} for n in (2, 3, 4)],
        "Your output is what attention gives with the same number of heads, whatever n_heads is.",
        "Where does n_heads enter your code?",
    ),
)
KNOWN.append(
    Misconception(
        "heads_cut_before_projection",
        "multi_head_attention",
        (_weights_of_pieces,),
        "Your output is what attention gives when X is cut into heads first and each piece is projected on its own.",
        "Which numbers of a token may go into the query of head 0: all d_model, or the first d_head of them?",
    )
)


# -- find_leaks ---------------------------------------------------------------------------------------


def leaks(
    attention,
    n,
    d,
    *,
    arrays=(0, 1, 2),
    change=lambda row: row + 1e6,
    tokens=lambda n: range(n - 1, 0, -1),
    altered=lambda j: slice(j, j + 1),
    restore=True,
    rows=lambda j, n: range(j),
    pair=lambda i, j: (i, j),
    moved=lambda before, after, i: (before[i] != after[i]).any(),
):
    """The set of pairs for which row i of attention(Q, K, V), (n, d) each, moves when token j changes."""
    found = set()
    first = np.random.default_rng(0).normal(size=(3, n, d))
    inputs, before = first.copy(), attention(*first)
    for j in tokens(n):
        if restore:
            inputs = first.copy()
        for which in arrays:
            inputs[which][altered(j)] = change(inputs[which][altered(j)])
        after = attention(*inputs)
        found |= {pair(i, j) for i in rows(j, n) if moved(before, after, i)}
    return found


known(
    "find_leaks",
    leaks,
    *(
        (
            f"changes_only_{names}",
            {"arrays": arrays},
            f"Your test finds what changing {' and '.join(names.upper())} alone would find.",
            "A token enters an attention in three places. Which of them does your test never change?",
        )
        for names, arrays in (("v", (2,)), ("k", (1,)), ("q", (0,)))
    ),
    *(
        (
            "leaves_one_array_alone",
            {"arrays": arrays},
            f"Your test misses what leaks through {missing} only.",
            "A token enters an attention in three places. Which of them does your test never change?",
        )
        for missing, arrays in (("Q", (1, 2)), ("K", (0, 2)), ("V", (0, 1)))
    ),
    (
        "small_change",
        {"change": lambda row: row + 1.0},
        "Your test finds what a small change shows.",
        "A mask of -1e9 hides a score of 5. Does it hide a score of 1e12? How large may your change be?",
    ),
    (
        "nan_overlooked",
        {"moved": lambda before, after, i: (np.abs(before[i] - after[i]) > 1e-9).any()},
        "Your test overlooks rows that become NaN.",
        "What does NaN > 1e-9 give? Try it, and NaN == NaN.",
    ),
    (
        "changes_to_nan",
        {"change": lambda row: row * np.nan},
        "Your test calls a token of weight 0 a leak, as one does that changes tokens to NaN or infinity.",
        "What is 0 · NaN? Would a large finite number do?",
    ),
    (
        "counts_the_past",
        {"tokens": range, "rows": lambda j, n: range(n)},
        "Your set also has pairs with j ≤ i: a token's own row, and rows after it.",
        "May row 3 depend on token 1? Which pairs are leaks by the definition?",
    ),
    (
        "counts_itself",
        {"tokens": range, "rows": lambda j, n: range(j + 1)},
        "Your set also has pairs (i, i).",
        "May row i depend on token i? Which pairs are leaks by the definition?",
    ),
    (
        "pair_swapped",
        {"pair": lambda i, j: (j, i)},
        "Your pairs have the changed token first and the moved row second.",
        "In (i, j), which is the row that moved and which the token that was changed?",
    ),
    (
        "changes_all_later_tokens",
        {"altered": lambda j: slice(j, None)},
        "Your test finds what changing token j and all later ones at once shows.",
        "Row 0 moves when tokens 2 and 3 change together: which of them did it?",
    ),
    (
        "last_token_unchanged",
        {"tokens": lambda n: range(n - 2, 0, -1)},
        "Your test never changes the last token.",
        "At which token does your loop end? Could row 0 depend on the last one?",
    ),
    (
        "row_before_unseen",
        {"rows": lambda j, n: range(j - 1)},
        "Your test never looks at the row right before the changed token.",
        "Token 3 is changed: which rows come before it, and which of them does your loop visit?",
    ),
    (
        "only_next_token",
        {"rows": lambda j, n: range(j - 1, j)},
        "Your test looks only at the token right after each row.",
        "Could row 0 depend on token 3 and not on token 1?",
    ),
    (
        "only_last_token",
        {"tokens": lambda n: range(n - 1, 0, -1)[:1]},
        "Your set has pairs with the last token only.",
        "Which tokens could row 0 depend on? Does your loop change them all, and is your set still the same one at its end?",
    ),
    (
        "only_first_row",
        {"rows": lambda j, n: range(1)},
        "Your test looks at row 0 only.",
        "Could row 1 leak while row 0 doesn't?",
    ),
    (
        "only_last_earlier_row",
        {"rows": lambda j, n: range(n - 2, n - 1) if j == n - 1 else ()},
        "Your test looks at one row and one token only.",
        "Which pairs (i, j) with j > i are there for 4 tokens? Does your loop visit them all?",
    ),
    (
        "every_pair",
        [{"tokens": range, "restore": False}, {"moved": lambda before, after, i: (before != after).any()}],
        "Your set has every pair with j > i, whatever the attention does.",
        "While only token j is changed: are all others as they were at first, and does your comparison look at row i alone?",
    ),
    (
        "finds_nothing",
        {"tokens": lambda n: ()},
        "Your set is always empty.",
        "Are before and after two different calls with different inputs? Print both for n = 2.",
    ),
)


def _blames_all_later_tokens(attention, n, d):
    moved = leaks(attention, n, d, altered=lambda j: slice(j, None))
    return {(i, j) for i in range(n) for j in range(i + 1, n) if (i, i + 1) in moved}


def _changed_before_both_calls(attention, n, d):
    """Nothing but rows of NaN are unequal to themselves."""
    inputs, found = np.random.default_rng(0).normal(size=(3, n, d)), set()
    for j in range(n):
        inputs[:, j] += 1e6
        before, after = attention(*inputs), attention(*inputs)
        found |= {(i, j) for i in range(j) if (before[i] != after[i]).any()}
    return found


# functions of their own, not parts: together with changes to one array they would also find what a blunt comparison finds
KNOWN += [
    Misconception(
        "all_numbers_must_move",
        "find_leaks",
        (
            lambda attention, n, d: leaks(
                attention, n, d, moved=lambda before, after, i: (before[i] != after[i]).all()
            ),
        ),
        "Your test finds rows that move in all of their numbers, and no others.",
        "What is the difference between any() and all()? Is a row in which one number has moved still the same?",
    ),
    Misconception(
        "first_number_only",
        "find_leaks",
        (
            lambda attention, n, d: leaks(
                attention, n, d, moved=lambda before, after, i: before[i][0] != after[i][0]
            ),
        ),
        "Your test looks at the first number of each row only.",
        "How many numbers has a row, and in which of them could a leak show?",
    ),
    Misconception(
        "changes_all_later_tokens",
        "find_leaks",
        (_blames_all_later_tokens,),
        "Your test changes all tokens after row i at once and reports each of them.",
        "Row 0 moves when tokens 2 and 3 change together: which of them did it?",
    ),
    Misconception(
        "same_numbers_before_and_after",
        "find_leaks",
        (_changed_before_both_calls,),
        "Your test calls the attention twice with the same numbers.",
        "When is your first output made, before or after the change? Is what you change a copy, or the array the first output "
        "came from?",
    ),
    *(
        Misconception(
            "stops_at_first_leak",
            "find_leaks",
            (lambda attention, n, d, order=order: set(sorted(leaks(attention, n, d), key=order)[:1]),),
            "Your set has one pair at most, whatever the attention does.",
            "How far is your `return` indented, and how often have the loops above it run by then?",
        )
        for order in (lambda pair: pair, lambda pair: pair[::-1], lambda pair: (-pair[1], pair[0]))
    ),
]
