"""causal_attention: (n, d_v); row i is bit-for-bit the same whatever later tokens are."""

import contextlib

import numpy as np

from autograder.cost.attention import attention as exact_attention
from autograder.kit import awkward
from autograder.kit.exercise import array, aspect, close, exercise, fail, suspecting
from autograder.kit.misconception import Misconception, known, known_alone
from autograder.kit.not_softmax import instead_of_softmax, shares, softmax_of
from autograder.kit.properties import is_causal, leaves_things_alone
from autograder.lessons.masked_attention.parts import (
    ALONE_IN_ATTENTION,
    GLOBAL_MAXIMUM,
    NAIVE_EXP,
    NO_KEEPDIMS,
    NOT_NORMALISED,
    OF_ATTENTION,
    OVER_EVERYTHING,
    attention,
    with_softmax,
)
from autograder.lessons.masked_attention.probing import DTYPES, ENDS_EARLY, HUGE, expect_finite, on_copies
from decodelab import reference


def _tokens(rng, n, d_k, d_v, dtype=np.float64):
    """Random Q (n, d_k), K (n, d_k), V (n, d_v)."""
    return [rng.normal(size=shape).astype(dtype) for shape in ((n, d_k), (n, d_k), (n, d_v))]


def _attention_probe(causal_attention, rng):
    for shape in ((5, 4, 3), (6, 9, 2), (2, 2, 5)):
        yield causal_attention(*_tokens(rng, *shape))
    for size in (25, 60):
        Q, K, V = _tokens(rng, 5, 3, 2)
        yield causal_attention(Q * size, K * size, V)
    Q, K, V = _tokens(rng, 4, 3, 2)
    Q[0] *= 10
    K[0] = -Q[0]
    yield causal_attention(Q * HUGE, K * HUGE, V)
    yield causal_attention(*awkward.worked_example()[1])
    yield causal_attention(*_alike(rng))
    yield causal_attention(*_with_small_weights(rng))


def _alike(rng):
    """Tokens with equal keys among them, and a query of zeros."""
    Q, K, V = _tokens(rng, 6, 3, 2)
    K[3] = K[1] = K[5]
    Q[2] = 0
    return Q, K, V


def _with_small_weights(rng):
    """Scores from 0 to -11.5, and twice -1; queries and keys use one column of four."""
    Q, K, V = _tokens(rng, 8, 4, 2)
    Q[...] = K[...] = 0
    Q[:, 0], K[:, 0] = 2, (0, -1, -2, -4.5, -7, -9, -1, -11.5)
    return Q, K, V


@exercise(
    "causal_attention",
    probe=_attention_probe,
    uses=("attention_scores", "softmax", "causal_mask"),
    right=lambda Q, K, V: attention(Q, K, V),
)
def causal_attention(causal_attention, *, rng):
    """(n, d_v); row i is bit-for-bit the same whatever later tokens are."""
    with aspect("shape", "one output of d_v numbers for each token"):
        for n, d_k, d_v in ((5, 4, 3), (1, 3, 2), (2, 5, 7)):
            Q, K, V = _tokens(rng, n, d_k, d_v)
            array(
                on_copies(causal_attention, Q, K, V),
                shape=(n, d_v),
                what="the output",
                meaning=f"one row for each of the {n} tokens, each a mix of values of width d_v = {d_v}",
            )
    with aspect("numerics", ""):  # NaN and inf are not the future's doing
        expect_finite(array(on_copies(causal_attention, *_tokens(rng, 5, 4, 3)), shape=(5, 3)))
    with aspect("causality", "no row moves when only later tokens change, not by a single bit"):
        for scale in (1.0, 30.0):
            is_causal(causal_attention, _tokens(rng, 6, 4, 3), rng, scales=(scale, scale, 1.0))
    with aspect("equals", "every row equals attention computed with loops"):
        for n, d_k, d_v in ((5, 4, 3), (1, 3, 2), (7, 2, 5), (3, 9, 1), (35, 3, 2)):
            Q, K, V = _tokens(rng, n, d_k, d_v)
            with suspecting("ends_early", ENDS_EARLY) if n > 30 else contextlib.nullcontext():
                got = array(on_copies(causal_attention, Q, K, V), shape=(n, d_v))
                close(
                    got,
                    reference.causal_attention(Q, K, V),
                    what="output",
                    inputs=f"Q {Q.shape}, K {K.shape}, V {V.shape}"
                    + "; for 7 tokens it was right" * (n > 30),
                )
    with aspect("numerics", "scores of ten thousand give finite outputs"):
        Q, K, V = _tokens(rng, 6, 4, 3)
        got = array(on_copies(causal_attention, Q * 100, K * 100, V), shape=(6, 3))
        if not np.isfinite(got).all():
            fail(
                "scores of about 10 000 gave NaN or inf in the output. Which step overflows? Print each "
                "one's largest number."
            )
        close(
            got,
            reference.causal_attention(Q * 100, K * 100, V),
            what="output",
            inputs="scores of about 10 000",
        )
    with aspect("dtype", ""):  # float32 could not hold the scores that come next
        array(on_copies(causal_attention, Q, K, V), shape=(6, 3), dtype=V.dtype, what="the output")
    with aspect(
        "causality", "the same holds for scores of 1e12, for scores of -1e300, and for values of 1e250"
    ):
        for scale, scale_of_values in ((1e6, 1.0), (1e100, 1.0), (1.0, 1e250)):
            Q, K, V = _tokens(rng, 6, 4, 3)
            Q[0] *= 10
            K[0] = -Q[0]  # row 0 has one score, the lowest of all: a weak mask lets every later key past it
            is_causal(
                causal_attention, [Q * scale, K * scale, V], rng, scales=(scale, scale, scale_of_values)
            )
        for dtype in DTYPES:
            inputs, scales = awkward.lowest_first(rng, 5, 3, dtype)
            is_causal(causal_attention, inputs, rng, scales=scales)
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            for d_k in (4, 5):
                Q, K, V = _tokens(rng, 5, d_k, 3, dtype)
                got = array(
                    on_copies(causal_attention, Q, K, V), shape=(5, 3), dtype=dtype, what="the output"
                )
                close(got, reference.causal_attention(Q, K, V), what="output", of=V)
    with aspect(
        "awkward",
        "the same for the lesson's three tokens, zeros, ties, equal tokens, scores of 0 and of -1e300",
    ):
        for dtype in DTYPES:
            for said, (Q, K, V) in (awkward.worked_example(dtype), *awkward.attentions(rng, 4, 2, dtype)):
                got = array(
                    on_copies(causal_attention, Q, K, V), shape=V.shape, dtype=dtype, what="the output"
                )
                close(got, reference.causal_attention(Q, K, V), what="output", inputs=said, of=V)
        Q, K, V = _tokens(rng, int(rng.integers(260, 270)), 1, 1)  # past what 8 bits count to
        with suspecting("ends_early", ENDS_EARLY):
            got = array(on_copies(causal_attention, Q, K, V), shape=V.shape, what="the output")
            close(
                got, exact_attention(Q, K, V), what="output", inputs=f"{len(Q)} tokens; for 35 it was right"
            )
    with aspect("inputs", "Q, K and V are left as they were, earlier results too"):
        for n in (5, 1):
            leaves_things_alone(causal_attention, lambda: _tokens(rng, n, 4, 3), "QKV")


MISCONCEPTIONS = known(
    attention,
    *OF_ATTENTION,
    *with_softmax((NAIVE_EXP, GLOBAL_MAXIMUM, OVER_EVERYTHING, NOT_NORMALISED, NO_KEEPDIMS)),
    (
        "scale_by_width",
        {"scale": lambda Q: Q.shape[-1]},
        "Your output is what attention gives when the scores are divided by d_k itself, or twice by its "
        "root.",
        "How fast does the typical size of a sum of d_k random products grow with d_k?",
    ),
    (
        "keys_for_values",
        {"mix": lambda w, V, K: w @ K},
        "Your output is a mix of keys.",
        "A key says where to look. What does one find there?",
    ),
    (
        "queries_for_keys",
        {"product": lambda Q, K: Q @ np.swapaxes(Q, -1, -2)},
        "Your output is what attention gives when the queries meet each other: K is not in the scores.",
        "A query asks, and what is it compared with? Read the line of your scores word by word.",
    ),
    (
        "keys_for_queries",
        {"product": lambda Q, K: K @ np.swapaxes(K, -1, -2)},
        "Your output is what attention gives when the keys meet each other: Q is not in the scores.",
        "Who asks? Read the line of your scores word by word.",
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
        "Your output is what attention gives when the weights are divided by the root of d_k, not the "
        "scores.",
        "What should each row of weights add up to? What does it add up to when you divide?",
    ),
)


def _zero_query(row):
    """Attention that has something of its own for a query of zeros; row(V) -> what stands in each row
    then."""

    def answer(Q, K, V):
        output = attention(Q, K, V)
        return np.where(Q.any(axis=1, keepdims=True), output, row(V)).astype(V.dtype)

    return answer


def _equal_keys_merged(which):
    """Attention in which of several equal keys one is left, the first or the last so far (which: 0 or -1)."""

    def answer(Q, K, V):
        rows = []
        for i in range(len(Q)):
            places = {}
            for j in range(i + 1):
                places.setdefault(K[j].tobytes(), []).append(j)
            kept = sorted(each[which] for each in places.values())
            rows.append(softmax_of(K[kept] @ Q[i] / np.sqrt(Q.shape[1])) @ V[kept])
        return np.array(rows, V.dtype)

    return answer


MISCONCEPTIONS += known_alone(
    attention,
    *ALONE_IN_ATTENTION,
    *instead_of_softmax("Your output is what attention gives when", "weights"),
    (
        "nan_replaced",
        [
            {"weights": NAIVE_EXP[1], "after": lambda w, mask: np.nan_to_num(w)},
            {"weights": NAIVE_EXP[1], "finish": np.nan_to_num},
            {
                "hide": lambda s, mask: s,
                "weights": np.exp,
                "after": lambda w, mask: np.nan_to_num(shares(w * mask)),
            },
        ],
        "Your output is 0 where NaN would stand: NaN has been replaced, its cause has stayed.",
        "Which step makes NaN, or inf, of large scores? Which number can be taken off a whole row first?",
    ),
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
        "Your output is what attention gives when hidden scores get the smallest of all scores, or a number "
        "somewhat below it.",
        "A later token can make the smallest score as small as it likes. What happens to your stand-in "
        "then? Is there a number that depends on no score and lies below all of them?",
    ),
)


MISCONCEPTIONS += [
    *(
        Misconception(
            "zero_query_apart",
            (_zero_query(row),),
            "Your output is what attention gives when a query of zeros gets something of "
            "its own: 0, or its value.",
            "A query of zeros scores 0 with every key. Which weights does softmax make of equal scores?",
        )
        for row in (lambda V: V, np.zeros_like)
    ),
    *(
        Misconception(
            "equal_tokens_merged",
            (_equal_keys_merged(which),),
            "Your output is what attention gives when of several equal keys one is left.",
            "The same word can come twice in a text. How does your code tell the first from the second: by "
            "what it is, or by where it stands?",
        )
        for which in (0, -1)
    ),
    Misconception(
        "queries_for_values",
        (lambda Q, K, V: attention(Q, K, Q),),
        "Your output is a mix of queries.",
        "A query says what one looks for. What does one find there?",
    ),
    Misconception(
        "scale_by_width_of_values",
        (lambda Q, K, V: attention(Q, K, V, scale=lambda Q: np.sqrt(V.shape[-1])),),
        "Your output is what attention gives when the scores are divided by the root of the width of the "
        "values.",
        "How many products are added up in one q · k: as many as a key has numbers, or as a value has?",
    ),
]
