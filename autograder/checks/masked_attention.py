"""Checks of lesson 01: scores, softmax, mask, causal attention, heads, and the learner's own causality test."""

import numpy as np

from autograder.checks import leaking_boxes
from autograder.checks.properties import first_leak, how_far, leaves_things_alone
from autograder.exercise import array, aspect, call, close, exercise, fail, with_article
from decodelab import figures, reference

DTYPES = (np.float64, np.float32)

OVERFLOWS = 700
"""Scores up to about this size have a float64 for an exponential."""

HUGE = 1e150
"""Size of queries and keys whose scores are near 1e300: finite, and below any finite number that could hide them."""


def _tokens(rng, n, d_k, d_v, dtype=np.float64):
    """Random Q (n, d_k), K (n, d_k), V (n, d_v)."""
    return [rng.normal(size=shape).astype(dtype) for shape in ((n, d_k), (n, d_k), (n, d_v))]


def _on_copies(function, *inputs, advice=""):
    """Call an answer so that it can't change our inputs: whether it writes into them is an aspect of its own."""
    return call(function, *(a.copy() if isinstance(a, np.ndarray) else a for a in inputs), advice=advice)


# -- attention_scores ---------------------------------------------------------------------------------


def _scores_probe(attention_scores, rng):
    for n, m, d in ((4, 4, 9), (3, 5, 4), (5, 2, 7)):
        yield attention_scores(rng.normal(size=(n, d)), rng.normal(size=(m, d)))


@exercise("attention_scores", probe=_scores_probe)
def attention_scores(attention_scores, *, rng):
    """(n, m): Q Kᵀ / √d_k, dtype kept."""
    with aspect("equals", "scores are Q Kᵀ / √d_k, also when there are more keys than queries"):
        for n, m, d in ((3, 5, 4), (5, 2, 7), (1, 1, 1), (1, 6, 3), (4, 4, 2), (21, 35, 3)):
            Q, K = rng.normal(size=(n, d)), rng.normal(size=(m, d))
            got = array(
                _on_copies(attention_scores, Q, K),
                shape=(n, m),
                what="attention_scores(Q, K)",
                meaning=f"one row for each of the {n} queries, one column for each of the {m} keys",
            )
            close(
                got, reference.attention_scores(Q, K), what="scores", inputs=f"Q is {Q.shape}, K is {K.shape}"
            )
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            for d in (4, 7):
                Q, K = rng.normal(size=(3, d)).astype(dtype), rng.normal(size=(5, d)).astype(dtype)
                got = array(
                    _on_copies(attention_scores, Q, K),
                    shape=(3, 5),
                    dtype=dtype,
                    what="attention_scores(Q, K)",
                )
                close(got, reference.attention_scores(Q, K), what="scores")
    with aspect("inputs", "Q and K are left as they were, earlier results too"):
        leaves_things_alone(
            attention_scores, lambda: [rng.normal(size=(3, 4)), rng.normal(size=(5, 4))], "QK"
        )


# -- softmax ------------------------------------------------------------------------------------------


def _softmax_probe(softmax, rng):
    yield softmax(rng.normal(size=(4, 4)))
    scores = rng.normal(size=(3, 5), scale=3)
    yield softmax(scores.copy())
    yield softmax(scores * 3e3)
    yield softmax(rng.normal(size=(2, 3, 4)))
    scores[0, 3:] = scores[2, 0] = -np.inf
    yield softmax(scores.copy())
    yield softmax(rng.normal(size=6))
    yield softmax(scores - 1e4)


@exercise("softmax", probe=_softmax_probe)
def softmax(softmax, *, rng):
    """Along the last axis, any number of axes; finite for ±1e4; -inf gets weight exactly 0."""
    with aspect("equals", "each row is exp(score) over the row's sum, for 1, 2, 3 and 4 axes"):
        for shape in ((3, 5), (4, 4), (6,), (1, 1), (2, 3, 4), (2, 1, 3, 5), (2, 70)):
            scores = rng.normal(size=shape, scale=2)
            got = array(
                _on_copies(softmax, scores),
                shape=shape,
                what="softmax(scores)",
                meaning="every score becomes one weight",
            )
            close(
                got,
                reference.softmax(scores),
                what="softmax(scores)",
                inputs=f"scores are {shape}",
                picture=_unbalanced(got),
            )
        scores = np.array([[0.0, -5.0, -10.0, -15.0, -20.5]]) + rng.normal(size=(3, 1))
        got = array(_on_copies(softmax, scores), shape=(3, 5), what="softmax(scores)")
        close(
            got,
            reference.softmax(scores),
            what="softmax(scores)",
            inputs="the lowest score is 20.5 below the largest",
        )
    with aspect("numerics", "scores of 10 000 and -10 000 give finite weights"):
        for offset in (1e4, -1e4, 0):
            scores = rng.normal(size=(3, 4)) + offset
            _finite(array(_on_copies(softmax, scores), shape=(3, 4), what="softmax(scores)"), scores)
            close(
                array(_on_copies(softmax, scores), shape=(3, 4)),
                reference.softmax(scores),
                what="softmax(scores)",
                inputs=f"scores near {offset:g}",
            )
        scores = np.array([[1e4, -1e4, 0.0], [-1e4, 5.0, 5.0], [0.0, 0.0, 0.0]])
        _finite(array(_on_copies(softmax, scores), shape=(3, 3), what="softmax(scores)"), scores)
        close(
            array(_on_copies(softmax, scores), shape=(3, 3)),
            reference.softmax(scores),
            what="softmax(scores)",
            inputs="rows that mix scores of 10 000, -10 000 and 0: a row's largest score is its own",
        )
    with aspect("masked", "a score of -inf gets weight exactly 0"):
        for shape, offset in (((4, 6), 0), ((2, 3, 5), 0), ((5,), 0), ((4, 6), -9990), ((4, 6), 9990)):
            scores = rng.normal(size=shape) + offset
            hidden = rng.random(size=shape) < 0.5
            hidden[..., int(rng.integers(shape[-1]))] = False
            scores[hidden] = -np.inf
            got = array(_on_copies(softmax, scores), shape=shape, what="softmax(scores)")
            _finite(got, scores)
            if np.any(got[hidden] != 0):
                fail(
                    f"a score of -inf got weight {got[hidden].max():.3g}; it has to be exactly 0.\n"
                    "exp(-inf) is 0 already. What is added to it, or changes it, afterwards?",
                    suspected="weight_for_hidden",
                )
            close(got, reference.softmax(scores), what="softmax(scores)", inputs="some scores are -inf")
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            scores = rng.normal(size=(3, 5)).astype(dtype)
            got = array(_on_copies(softmax, scores), shape=(3, 5), dtype=dtype, what="softmax(scores)")
            close(got, reference.softmax(scores), what="softmax(scores)")
    with aspect("inputs", "scores are left as they were, earlier results too"):
        leaves_things_alone(softmax, lambda: [rng.normal(size=(3, 4))], ["scores"])


def _unbalanced(weights):
    """Draws the first row of weights that doesn't add up to 1; None if there is none."""
    rows = weights.reshape(-1, weights.shape[-1])
    off = np.flatnonzero(~np.isclose(rows.sum(axis=1), 1))
    return (
        (lambda: figures.draw_weights_row(rows[off[0]], int(off[0]) if weights.ndim == 2 else None))
        if off.size
        else None
    )


def _finite(weights, scores):
    if not np.isfinite(weights).all():
        row = tuple(int(i) for i in np.argwhere(~np.isfinite(weights))[0][:-1])
        seen = f"softmax gave {weights[~np.isfinite(weights)][0]} for the row {scores[row]}."
        if np.abs(scores[row][np.isfinite(scores[row])]).max() < OVERFLOWS:
            fail(
                seen,
                question="Print that row's exponentials, and their sum: where does the first NaN or inf come up?",
            )
        fail(
            f"{seen}\nexp(800) is already more than a float64 can hold, and exp(-800) is 0.",
            question="Which number can be taken off a whole row without changing its softmax?",
        )


# -- causal_mask and query_key_pairs ------------------------------------------------------------------


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


@exercise("query_key_pairs", probe=lambda query_key_pairs, rng: [set(query_key_pairs(n)) for n in (1, 2, 4)])
def query_key_pairs(query_key_pairs, *, rng):
    """The n(n+1)/2 tuples (i, j) that causal attention needs, in any order."""
    with aspect("equals", "exactly the n(n+1)/2 pairs (i, j) with j ≤ i, each once"):
        before = []
        for n in (3, 1, 2, 6, 35):
            pairs = call(query_key_pairs, n)
            if pairs is None:
                fail(
                    f"query_key_pairs({n}) is None. Is there a `return` at the end? (print shows a list, return hands it over.)",
                    misconception="nothing_returned",
                    diagnosable=False,
                )
            if not isinstance(pairs, list):
                fail(
                    f"query_key_pairs({n}) is {with_article(type(pairs).__name__)}; expected a list of tuples (i, j).",
                    misconception="another_type",
                    diagnosable=False,
                )
            for pair in pairs:
                _expect_pair(pair, f"query_key_pairs({n})")
            found, wanted = set(pairs), {(i, j) for i in range(n) for j in range(i + 1)}
            if before and len(pairs) == len(before) + len(wanted) and pairs[: len(before)] == before:
                fail(
                    f"query_key_pairs({n}) has {len(pairs)} pairs, and the first {len(before)} are those of the call before it.\n"
                    "Where is your list made: once, or anew in each call? (A list in the `def` line is made once.)",
                    misconception="list_kept_between_calls",
                )
            before = list(pairs)
            if found - wanted:
                i, j = (int(number) for number in sorted(found - wanted)[0])
                fail(f"query_key_pairs({n}) contains {(i, j)}: {_why_not(i, j, n)}")
            if wanted - found:
                number = f"{len(found)} pair{'s' * (len(found) != 1)}"
                fail(
                    f"query_key_pairs({n}) lacks {sorted(wanted - found)[0]}. It has {number}; causal attention over {n} tokens "
                    f"needs {len(wanted)}."
                )
            if len(pairs) != len(wanted):
                fail(
                    f"query_key_pairs({n}) lists {len(pairs)} pairs, {len(wanted)} different ones: some stand twice.",
                    misconception="pairs_twice",
                )


def _why_not(i, j, n):
    for name, number in (("query", i), ("key", j)):
        if not 0 <= number < n:
            numbered = "1 token, numbered 0," if n == 1 else f"{n} tokens, numbered 0 to {n - 1},"
            return f"with {numbered} there is no {name} {number}."
    return f"may query {i} use key {j}?"


def _expect_pair(pair, where):
    whole = isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(i, (int, np.integer)) for i in pair)
    if not whole:
        fail(
            f"{where} contains {pair!r}; expected tuples (i, j) of two whole numbers: query i uses key j.",
            misconception="another_type",
            diagnosable=False,
        )


# -- causal_attention ---------------------------------------------------------------------------------


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


@exercise("causal_attention", probe=_attention_probe)
def causal_attention(causal_attention, *, rng):
    """(n, d_v); row i is bit-for-bit the same whatever later tokens are."""
    with aspect("shape", "one output of d_v numbers for each token"):
        for n, d_k, d_v in ((5, 4, 3), (1, 3, 2), (2, 5, 7)):
            Q, K, V = _tokens(rng, n, d_k, d_v)
            array(
                _on_copies(causal_attention, Q, K, V),
                shape=(n, d_v),
                what="the output",
                meaning=f"one row for each of the {n} tokens, each a mix of values of width d_v = {d_v}",
            )
    with aspect("causality", "no row moves when only later tokens change, not by a single bit"):
        for scale in (1.0, 30.0):
            _is_causal(causal_attention, _tokens(rng, 6, 4, 3), rng, (scale, scale, 1.0))
    with aspect("equals", "every row equals attention computed with loops"):
        for n, d_k, d_v in ((5, 4, 3), (1, 3, 2), (7, 2, 5), (3, 9, 1), (35, 3, 2)):
            Q, K, V = _tokens(rng, n, d_k, d_v)
            got = array(_on_copies(causal_attention, Q, K, V), shape=(n, d_v))
            close(
                got,
                reference.causal_attention(Q, K, V),
                what="output",
                inputs=f"Q {Q.shape}, K {K.shape}, V {V.shape}",
            )
    with aspect("numerics", "scores of ten thousand give finite outputs"):
        Q, K, V = _tokens(rng, 6, 4, 3)
        got = array(_on_copies(causal_attention, Q * 100, K * 100, V), shape=(6, 3))
        if not np.isfinite(got).all():
            fail(
                "scores of about 10 000 gave NaN or inf in the output. Which step overflows? Print each one's largest number."
            )
        close(
            got,
            reference.causal_attention(Q * 100, K * 100, V),
            what="output",
            inputs="scores of about 10 000",
        )
    with aspect("dtype", ""):  # float32 could not hold the scores that come next
        array(_on_copies(causal_attention, Q, K, V), shape=(6, 3), dtype=V.dtype, what="the output")
    with aspect("causality", "the same holds for scores of 1e12 and 1e200, and for values of 1e250"):
        for scale, scale_of_values in ((1e6, 1.0), (1e100, 1.0), (HUGE, 1.0), (1.0, 1e250)):
            Q, K, V = _tokens(rng, 6, 4, 3)
            Q[0] *= 10
            K[0] = -Q[0]  # row 0 has one score, the lowest of all: a weak mask lets every later key past it
            _is_causal(causal_attention, [Q * scale, K * scale, V], rng, (scale, scale, scale_of_values))
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            for d_k in (4, 5):
                Q, K, V = _tokens(rng, 5, d_k, 3, dtype)
                got = array(
                    _on_copies(causal_attention, Q, K, V), shape=(5, 3), dtype=dtype, what="the output"
                )
                close(got, reference.causal_attention(Q, K, V), what="output")
    with aspect("inputs", "Q, K and V are left as they were, earlier results too"):
        for n in (5, 1):
            leaves_things_alone(causal_attention, lambda: _tokens(rng, n, 4, 3), "QKV")


def _is_causal(attention, inputs, rng, scales):
    """Change token j in one of Q, K, V and in all, by about `scales`; rows before j must stay the same."""
    n = len(inputs[0])
    before = array(_on_copies(attention, *inputs), shape=(n, inputs[2].shape[1]))
    moved = np.zeros((n, n))
    for j in range(n - 1, 0, -1):
        for altered in ((0, 1, 2), (1,), (2,)):
            changed = [a.copy() for a in inputs]
            for index in altered:
                changed[index][j] += scales[index] * rng.normal(size=changed[index].shape[1])
            after = array(call(attention, *changed), shape=before.shape)
            for i in np.flatnonzero(_differ(after, before)):
                with np.errstate(all="ignore"):
                    moved[i, j] = max(
                        moved[i, j], np.nan_to_num(np.abs(after[i] - before[i]).max(), nan=np.inf)
                    )
    leak = first_leak(moved)
    if leak is not None:
        i, j = leak
        allowed = "token 0" if i == 0 else f"tokens 0..{i}"
        fail(
            f"row {i} {how_far(moved[i, j])} when only token {j} changed.\n"
            f"A causal row {i} may use {allowed} and nothing later.",
            picture=lambda: figures.draw_leak(moved),
        )


def _differ(after, before):
    """Which rows are not the same, bit for bit; NaN is the same as NaN."""
    return ~((after == before) | (np.isnan(after) & np.isnan(before))).all(axis=1)


# -- multi_head_attention -----------------------------------------------------------------------------


def _weights(rng, n, d_model, dtype=np.float64):
    return [rng.normal(size=(n, d_model)).astype(dtype)] + [
        (rng.normal(size=(d_model, d_model)) / np.sqrt(d_model)).astype(dtype) for _ in range(4)
    ]


def _shapes_on_the_way(n, d_model, n_heads):
    d_head = d_model // n_heads
    return (
        f"On the way, for n = {n}, d_model = {d_model} and n_heads = {n_heads}: all queries ({n}, {d_model}), "
        f"those of one head ({n}, {d_head}), its scores ({n}, {n}), its output ({n}, {d_head}), all heads side by side ({n}, {d_model}).\n"
        "Print the shape of each: which is the first to differ?"
    )


def _heads_probe(multi_head_attention, rng):
    for n, d_model, n_heads in ((5, 12, 3), (4, 8, 2), (6, 6, 6), (3, 4, 1)):
        yield multi_head_attention(*_weights(rng, n, d_model), n_heads)
    for size in (25, 60):
        X, *weights = _weights(rng, 5, 8)
        yield multi_head_attention(X * size, *weights, 2)
    yield multi_head_attention(*_huge(rng, 4, 8), 2)


def _huge(rng, n, d_model):
    """Inputs whose scores are near ±1e300; row 0 has one score, far below zero: a weak mask lets later keys past it."""
    X, W_q, W_k, W_v, W_o = _weights(rng, n, d_model)
    X[0] *= 10
    return X * HUGE, W_q, -W_q, W_v, W_o


@exercise("multi_head_attention", probe=_heads_probe)
def multi_head_attention(multi_head_attention, *, rng):
    """Causal; head h owns columns h·d_head … (h+1)·d_head; (n, d_model)."""
    shapes = ((5, 12, 3), (5, 4, 1), (1, 6, 2), (7, 8, 2), (3, 5, 5), (19, 6, 2))
    with aspect("shape", "one output of d_model numbers for each token"):
        for n, d_model, n_heads in shapes:
            on_the_way = _shapes_on_the_way(n, d_model, n_heads)
            got = _on_copies(multi_head_attention, *_weights(rng, n, d_model), n_heads, advice=on_the_way)
            array(
                got,
                shape=(n, d_model),
                what="the output",
                meaning="a row a token, the heads side by side",
                advice=on_the_way,
            )
    with aspect("causality", "no row moves when only later tokens change, not by a single bit"):
        for X, *weights in (_weights(rng, 6, 12), _huge(rng, 6, 12)):
            before = array(_on_copies(multi_head_attention, X, *weights, 3), shape=X.shape)
            for j in range(5, 0, -1):
                changed = X.copy()
                changed[j:] += np.abs(X).max() * rng.normal(size=changed[j:].shape)
                after = array(_on_copies(multi_head_attention, changed, *weights, 3), shape=X.shape)
                moved = np.flatnonzero(_differ(after[:j], before[:j]))
                if moved.size:
                    i = int(moved[0])
                    with np.errstate(all="ignore"):
                        shift = np.abs(after[i] - before[i]).max()
                    fail(
                        f"row {i} {how_far(shift)} when only tokens {j} and later changed.\n"
                        "Every head needs the mask."
                    )
    with aspect("equals", "equals one causal attention a head, side by side, times W_o"):
        for n, d_model, n_heads in shapes:
            inputs = _weights(rng, n, d_model)
            got = array(_on_copies(multi_head_attention, *inputs, n_heads), shape=(n, d_model))
            close(
                got,
                reference.multi_head_attention(*inputs, n_heads),
                what="output",
                inputs=f"n = {n}, d_model = {d_model}, n_heads = {n_heads}",
            )
    with aspect("numerics", "inputs a hundred times as large give finite outputs"):
        X, *weights = _weights(rng, 5, 12)
        got = array(_on_copies(multi_head_attention, 100 * X, *weights, 3), shape=X.shape)
        if not np.isfinite(got).all():
            fail(
                "X of about 100 gave NaN or inf in the output. Which step overflows? Print each one's largest number."
            )
        close(
            got, reference.multi_head_attention(100 * X, *weights, 3), what="output", inputs="X of about 100"
        )
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            inputs = _weights(rng, 5, 12, dtype)
            got = array(
                _on_copies(multi_head_attention, *inputs, 3), shape=(5, 12), dtype=dtype, what="the output"
            )
            close(got, reference.multi_head_attention(*inputs, 3), what="output")
    with aspect("inputs", "X and the weights are left as they were, earlier results too"):
        leaves_things_alone(
            lambda *inputs: multi_head_attention(*inputs, 2),
            lambda: _weights(rng, 5, 4),
            ["X", "W_q", "W_k", "W_v", "W_o"],
        )


# -- find_leaks ---------------------------------------------------------------------------------------


def _leaks_probe(find_leaks, rng):
    for box in leaking_boxes.boxes(4, 3):
        yield set(find_leaks(box.attention, 4, 3))


@exercise("find_leaks", probe=_leaks_probe)
def find_leaks(find_leaks, *, rng):
    """Set of (i, j), j > i, where output row i of a black box depends on token j."""
    with aspect("equals", "finds every leak of the black boxes and sees none where there is none"):
        n = int(rng.integers(4, 6))
        for n, d, count in (
            (n, 3, None),
            (2, 5, 3),
            (1, 2, 1),
        ):  # few and short: each call of a box crosses the grader's pipe
            boxes, found = leaking_boxes.boxes(n, d)[:count], {}
            for index in rng.permutation(len(boxes)):  # who counts calls can't know which box is whose
                leaks = call(
                    find_leaks, boxes[index].attention, n, d, shown=f"find_leaks(attention, {n}, {d})"
                )
                found[index] = frozenset(leaks) if isinstance(leaks, (set, frozenset)) else leaks
            for index, box in enumerate(boxes):
                _compare_leaks(found[index], box, lambda: _found_when_unequal(find_leaks, box, n, d, rng))


def _compare_leaks(found, box, found_when_unequal):
    if not isinstance(found, frozenset):
        fail(
            f"find_leaks is {with_article(type(found).__name__)}; expected a set of pairs (i, j).",
            misconception="nothing_returned" if found is None else "another_type",
            diagnosable=False,
        )
    for pair in found:
        _expect_pair(pair, "find_leaks")
    missed, invented = sorted(box.leaks - found), sorted(found - box.leaks)
    if invented:
        i, j = invented[0]
        why = (
            "a row may use its own token and earlier ones: that is no leak"
            if j <= i
            else f"row {i} of this black box does not depend on token {j}"
        )
        fail(f"{box.description}: find_leaks reports ({i}, {j}), but {why}.")
    if missed:
        i, j = missed[0]
        if (i, j) in found_when_unequal():
            fail(
                f"{box.description}: find_leaks misses ({i}, {j}), and finds it as soon as a random number is added to "
                "each of yours: all your tokens are equal at first.\n"
                "What is a mixture of equal values, whatever their weights?",
                misconception="equal_tokens",
            )
        fail(f"{box.description}: find_leaks misses ({i}, {j}). {box.hint}")


def _found_when_unequal(find_leaks, box, n, d, rng):
    """What find_leaks finds in the box when the equal tokens it starts from are made unequal; nothing if they aren't equal."""
    offsets, equal = rng.normal(size=(3, n, d)), []

    def attention(*tokens):
        equal.append(all((array == array[0]).all() for array in map(np.array, tokens)))
        return box.attention(*(given + offset for given, offset in zip(tokens, offsets)))

    found = call(find_leaks, attention, n, d)
    return found if equal and equal[0] and isinstance(found, (set, frozenset)) else set()
