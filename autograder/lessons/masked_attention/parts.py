"""What the misconceptions of this lesson are made from.

Over 400 lines: ideas about attention that two exercises share, each with its parts, sentence and question.
"""

import numpy as np

from autograder.kit.not_softmax import shares, softmax_of

HALF_FOR_ROOT = (
    "What does Python make of 9 ** 1/2, and of 36 / 9 ** 1/2? Which of the signs does it work out first?"
)


def scores(Q, K, *, product=lambda Q, K: Q @ K.T, scaled=lambda s, Q, K: s / np.sqrt(Q.shape[1])):
    """Q (n, d_k), K (m, d_k) -> (n, m)."""
    return scaled(product(Q, K), Q, K).astype(Q.dtype)


NAIVE_EXP = (
    "naive_exp",
    lambda s: shares(np.exp(s)),
    "Your numbers are right for small scores and NaN for large ones: exp is taken of scores however large "
    "they are.",
    "What is exp(1000) in floating point? Which number can be taken off a whole row without changing its "
    "softmax?",
)


GLOBAL_MAXIMUM = (
    "global_maximum",
    lambda s: shares(np.exp(s - s.max())),
    "Your numbers are what softmax gives when one largest score, of the whole array, is taken off every row.",
    "What is left of a row whose scores are all 1000 below that maximum?",
)


OVER_EVERYTHING = (
    "softmax_over_everything",
    [
        lambda s: softmax_of(s, None),
        lambda s: softmax_of(s, tuple(range(s.ndim))[-2:]),
        lambda s: (lambda e: e / e.sum())(np.exp(s - s.max(axis=-1, keepdims=True))),
        lambda s: shares(np.exp(s), None),
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
        lambda s: shares(np.exp(s - s.max(axis=-1))),
        lambda s: (lambda e: e / e.sum(axis=-1))(np.exp(s - s.max(axis=-1, keepdims=True))),
        lambda s: (lambda e: e / e.sum(axis=-1))(np.exp(s - s.max(axis=-1))),
        lambda s: (lambda e: e / e.sum(axis=-1))(np.exp(s)),
    ],
    "Your maxima or sums, one for each row, have lost an axis: NumPy lines them up with the columns. Where "
    "there are as many rows as columns number j of them is used for column j, not for row "
    "j; elsewhere it raises.",
    "An array (n, m) minus an array (n,): along which axis does NumPy line them up? Print both shapes.",
)


BEST_ALONE = (
    lambda s: (s == s.max(axis=-1, keepdims=True)).astype(float),
    lambda s: (np.arange(s.shape[-1]) == s.argmax(axis=-1)[..., None]).astype(float),
    lambda s: (np.arange(s.shape[-1])[::-1] == s[..., ::-1].argmax(axis=-1)[..., None]).astype(float),
)
"""The largest score of a row gets all: each of several that are equally large, the first, or the last."""


def with_softmax(entries):
    return (
        (id, [{"weights": way} for way in (ways if isinstance(ways, list) else [ways])], sentence, question)
        for id, ways, sentence, question in entries
    )


def attention(
    Q,
    K,
    V,
    *,
    product=lambda Q, K: Q @ np.swapaxes(K, -1, -2),
    scale=lambda Q: np.sqrt(Q.shape[-1]),
    allowed=lambda n: np.tri(n, dtype=bool),
    hide=lambda s, mask: np.where(mask, s, -np.inf),
    weights=softmax_of,
    after=lambda w, mask: w,
    mix=lambda w, V, K: w @ V,
    finish=lambda output: output,
):
    """Q, K (…, n, d_k), V (…, n, d_v) -> (…, n, d_v)."""
    mask = allowed(Q.shape[-2])
    w = weights(hide(product(Q, K) / scale(Q), mask))
    return (finish(mix(after(w, mask), V, K))).astype(V.dtype)


def _window(size):
    return {"allowed": lambda n: np.tri(n, dtype=bool) & ~np.tri(n, k=-size, dtype=bool)}


def _first_left_out(n):
    mask = np.tri(n, dtype=bool)
    mask[1:, 0] = False
    return mask


def _running_total(weights):
    """What comes out when the sum below the line is not set back to 0 from row to row."""
    exps = np.exp(weights - weights.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True).cumsum(axis=-2)


def first_row_zero(output):
    output[..., 0, :] = 0
    return output


def last_row_zero(output):
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
        "When token i is written, does token i + 1 exist yet? Look one step right of the diagonal of your "
        "mask.",
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
        "Your output is what attention gives when the mask is applied after the softmax and the weights are "
        "not renormalised.",
        "What should each row of weights add up to, once the future is gone?",
    ),
    (
        "hidden_scores_in_maximum",
        {"hide": lambda s, mask: s, "after": lambda w, mask: shares(w * mask)},
        "Your output is what attention gives when a row's maximum, or its softmax, is taken before the "
        "future is hidden.",
        "A later score is 1000 larger than all earlier ones: what is left of the earlier exponentials? "
        "Over which scores should the maximum be taken?",
    ),
    (
        "naive_exp_then_mask",
        {"hide": lambda s, mask: s, "weights": np.exp, "after": lambda w, mask: shares(w * mask)},
        "Your output is right for small scores and NaN for large ones: exp is taken of the scores as they "
        "are, the mask comes later.",
        "What is exp(1000) in floating point, and 0 times that? Which number can be taken off a whole row "
        "first?",
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
        [
            *(
                {"hide": lambda s, mask, low=low: np.where(mask, s, low)}
                for low in (-1.0, -10.0, -100.0, -1e3, -1e4, -1e9)
            ),
            {"hide": lambda s, mask: s - 1e9 * ~mask},
        ],
        "Your output is what attention gives when the future is hidden behind a finite number, such as -1e9.",
        "A row's allowed scores can all be lower than that number. Which of its scores is the largest then? "
        "Is there a number below all others?",
    ),
    (
        "softmax_over_queries",
        [
            {"weights": lambda s: softmax_of(s, -2)},
            {"weights": lambda s: shares(np.exp(s - s.max(axis=-1, keepdims=True)), -2)},
        ],
        "Your output is what attention gives when softmax runs over the queries.",
        "Which axis of your weights should add up to 1?",
    ),
    (
        "global_maximum",
        {
            "hide": lambda s, mask: np.where(mask, s - s.max(), -np.inf),
            "weights": lambda s: shares(np.exp(s)),
        },
        *GLOBAL_MAXIMUM[2:],
    ),
    (
        "no_softmax",
        [
            {"hide": lambda s, mask: s * mask, "weights": lambda s: s},
            {"weights": lambda s: s},
            {"hide": lambda s, mask: s * mask, "weights": shares},
        ],
        "Your output is what attention gives when the scores themselves are the weights.",
        "Can a score be negative? Which function makes positive weights out of scores?",
    ),
    (
        "softmax_twice",
        {"weights": lambda s: softmax_of(softmax_of(s))},
        "Your output is what attention gives when softmax is applied twice.",
        "Which of your steps makes weights out of scores? Is there a second one?",
    ),
    (
        "equal_weights",
        {"weights": lambda s: shares(np.isfinite(s).astype(float))},
        "Your output is the plain mean of the values so far.",
        "Where do Q and K enter your output?",
    ),
    (
        "best_takes_all",
        [{"weights": way} for way in BEST_ALONE],
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
        "Your output is what attention gives when the scores are divided by the root of the number of "
        "tokens.",
        "How many products are added up in one q · k, and which entry of the shape says so?",
    ),
    (
        "half_for_root",
        [{"scale": lambda Q: 2 * Q.shape[-1]}, {"scale": lambda Q: Q.shape[-1] / 2}],
        "Your output is what attention gives when the scores are divided by half their width or by twice "
        "their width.",
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
        "Row i of the weights says how much of each value token i takes. Which rows does your product "
        "combine?",
    ),
    (
        "first_row_missing",
        {"finish": first_row_zero},
        "Your output is right but for row 0, which is 0.",
        "Which tokens does your loop visit? Print its first i.",
    ),
    (
        "last_row_missing",
        {"finish": last_row_zero},
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


ALONE_IN_ATTENTION = (
    (
        "window",
        [_window(size) for size in (2, 3, 4)],
        "Your output is what attention gives when a token sees the last two, three or four "
        "tokens and none before.",
        "May token 9 use the key of token 0? Where does your slice, or your mask, begin?",
    ),
    (
        "first_token_left_out",
        {"allowed": _first_left_out},
        "Your output is what attention gives when no later token sees token 0.",
        "Positions count from 0. Where do your slices begin?",
    ),
    (
        "sum_not_set_back",
        {"weights": _running_total},
        "Your output is what attention gives when the sum of the exponentials goes on "
        "growing from row to row.",
        "At which line does your sum become 0, and how often does that line run?",
    ),
    (
        "outputs_added_up",
        {"finish": lambda output: output.cumsum(axis=-2)},
        "Each row of your output is the sum of the right rows so far.",
        "At which line does the row that you fill become 0, and how often does that line run?",
    ),
    (
        "all_rows_the_last",
        {"finish": lambda output: output[..., -1:, :] + np.zeros_like(output)},
        "Every row of your output is the last token's.",
        "Which query belongs to row i? Do your rows share one array that each round overwrites?",
    ),
    (
        "rows_reversed",
        {"finish": lambda output: output[..., ::-1, :]},
        "Your output has the right rows, the last one first.",
        "Which token's output is your row 0?",
    ),
    (
        "a_row_late",
        {"finish": lambda output: np.roll(output, 1, axis=-2) * (np.arange(output.shape[-2]) > 0)[:, None]},
        "Each row of your output is that of the token before.",
        "Into which row does the output of token 0 go?",
    ),
    (
        "output_masked",
        {
            "allowed": lambda n: np.ones((n, n), dtype=bool),
            "finish": lambda output: np.tril(output),
        },
        "Your output is what attention gives without a mask, with zeros above the diagonal of the output.",
        "The output has a row for each token and a column for each number of a value. Which table has a "
        "column for each key?",
    ),
    (
        "value_added",
        {"mix": lambda w, V, K: w @ V + V},
        "Your output is attention's with each token's own value added to it.",
        "Transformers add a layer's input to its output. Is that asked for here?",
    ),
    (
        "running_values",
        {"mix": lambda w, V, K: w @ V.cumsum(axis=-2)},
        "Your output is a mix of running sums of the values.",
        "Weight j belongs to key j. Which row of V is its value, and what has been done to V before the "
        "product?",
    ),
    (
        "scale_constant",
        [{"scale": lambda Q, d=d: d} for d in (np.sqrt(2), np.sqrt(3), 2.0, 4.0, 8.0, 10.0, 64.0)],
        "Your output is what attention gives when the scores are divided by the same number whatever the "
        "width of the queries.",
        "The worked example has one d_k, other inputs have others. Where does your code ask how wide a "
        "query is?",
    ),
    (
        "values_rolled",
        [{"mix": lambda w, V, K, by=by: w @ np.roll(V, by, axis=-2)} for by in (-1, 1)],
        "Your output is what attention gives when each key's weight goes to its neighbour's value.",
        "Weight j belongs to key j. Which row of V is its value?",
    ),
)
