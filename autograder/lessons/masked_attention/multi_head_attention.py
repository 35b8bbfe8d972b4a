"""multi_head_attention: causal; head h owns columns h·d_head … (h+1)·d_head; (n, d_model).

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import numpy as np

from autograder.kit import awkward
from autograder.kit.exercise import array, aspect, close, exercise, fail
from autograder.kit.misconception import Misconception, known, known_alone
from autograder.kit.not_softmax import instead_of_softmax, softmax_of
from autograder.kit.properties import how_far, leaves_things_alone, rows_that_differ
from autograder.lessons.masked_attention.parts import (
    ALONE_IN_ATTENTION,
    GLOBAL_MAXIMUM,
    NAIVE_EXP,
    NOT_NORMALISED,
    OF_ATTENTION,
    OVER_EVERYTHING,
    attention,
    with_softmax,
)
from autograder.lessons.masked_attention.probing import DTYPES, expect_finite, on_copies
from decodelab import reference


def _weights(rng, n, d_model, dtype=np.float64):
    return [rng.normal(size=(n, d_model)).astype(dtype)] + [
        (rng.normal(size=(d_model, d_model)) / np.sqrt(d_model)).astype(dtype) for _ in range(4)
    ]


def _shapes_on_the_way(n, d_model, n_heads):
    d_head = d_model // n_heads
    return (
        f"On the way, for n = {n}, d_model = {d_model} and n_heads = {n_heads}: all queries ({n}, "
        f"{d_model}), those of one head ({n}, {d_head}), its scores ({n}, {n}), its output ({n}, {d_head}), "
        f"all heads side by side ({n}, {d_model}).\n"
        "Print the shape of each: which is the first to differ?"
    )


def _heads_probe(multi_head_attention, rng):
    for n, d_model, n_heads in ((5, 12, 3), (4, 8, 2), (6, 6, 6), (3, 4, 1)):
        yield multi_head_attention(*_weights(rng, n, d_model), n_heads)
    for size in (25, 60):
        X, *weights = _weights(rng, 5, 8)
        yield multi_head_attention(X * size, *weights, 2)
    yield multi_head_attention(*_huge(rng, 4, 8), 2)
    yield multi_head_attention(np.array([[1.0, 0.0], [0.0, 2.0]]), *[np.eye(2)] * 4, 2)
    yield multi_head_attention(*_with_chosen_scores(rng), 2)


def _with_chosen_scores(rng):
    """Inputs for which both heads' scores are certain numbers, the same for every query: with ties, -1, and
    far apart."""
    return _scored(rng, np.array([-1, -1, -2, 0, 0, -4.5, -7, -9, -11.5]))


def _scored(rng, wanted, dtype=np.float64):
    """Inputs for which both of two heads score wanted[j], (n,), with key j whatever the query, to the last
    bit."""
    X, W_q, W_k, W_v, W_o = _weights(rng, len(wanted), 8, dtype)
    X[:, 0], X[:, 1] = 1, wanted
    W_q[...] = W_k[...] = W_v[:2] = 0
    W_q[0, ::4], W_k[1, ::4] = 2, 1
    return X, W_q, W_k, W_v, W_o


def _huge(rng, n, d_model, dtype=np.float64):
    """Inputs whose scores come near the largest; row 0's one score is far below zero: a weak mask lets others
    past."""
    X, W_q, W_k, W_v, W_o = _weights(rng, n, d_model, dtype)
    X[0] *= 10
    size = awkward.LARGEST[np.dtype(dtype).name] / 1000  # row 0 scores some hundred times that with itself
    return X * dtype(np.sqrt(size)), W_q, -W_q, W_v, W_o


def _awkward(rng, dtype):
    """Yield (words, (X, W_q, W_k, W_v, W_o), n_heads)."""
    one = np.eye(2, dtype=dtype)
    yield "the two tokens of the lesson", (np.array([[1, 0], [0, 2]], dtype), one, one, one, one), 2
    one = np.eye(4, dtype=dtype)
    _, _, _, W_v, W_o = _weights(rng, 1, 4, dtype)
    for said, (X,) in awkward.arrays(rng, (5, 4), dtype=dtype):
        yield f"X: {said}; W_q and W_k leave it as it is", (X, one, one, W_v, W_o), 2
    for said, (_, K, _) in awkward.exact(rng, 5, 1, dtype):
        yield said, _scored(rng, K[:, 0] / np.sqrt(awkward.D_K), dtype), 2


@exercise(
    "multi_head_attention",
    probe=_heads_probe,
    uses=("causal_attention", "attention_scores", "softmax", "causal_mask"),
)
def multi_head_attention(multi_head_attention, *, rng):
    """Causal; head h owns columns h·d_head … (h+1)·d_head; (n, d_model)."""
    shapes = ((5, 12, 3), (5, 4, 1), (1, 6, 2), (7, 8, 2), (3, 5, 5), (19, 6, 2))
    with aspect("shape", "one output of d_model numbers for each token"):
        for n, d_model, n_heads in shapes:
            on_the_way = _shapes_on_the_way(n, d_model, n_heads)
            got = on_copies(multi_head_attention, *_weights(rng, n, d_model), n_heads, advice=on_the_way)
            array(
                got,
                shape=(n, d_model),
                what="the output",
                meaning="a row a token, the heads side by side",
                advice=on_the_way,
            )
    with aspect("numerics", ""):  # NaN and inf are not the future's doing
        expect_finite(array(on_copies(multi_head_attention, *_weights(rng, 5, 12), 3), shape=(5, 12)))
    with aspect("causality", "no row moves when only later tokens change, not by a single bit"):
        _no_row_moves(multi_head_attention, rng, *_weights(rng, 6, 12))
    with aspect("equals", "equals one causal attention a head, side by side, times W_o"):
        for n, d_model, n_heads in shapes:
            inputs = _weights(rng, n, d_model)
            got = array(on_copies(multi_head_attention, *inputs, n_heads), shape=(n, d_model))
            close(
                got,
                reference.multi_head_attention(*inputs, n_heads),
                what="output",
                inputs=f"n = {n}, d_model = {d_model}, n_heads = {n_heads}",
            )
    with aspect("numerics", "inputs a hundred times as large give finite outputs"):
        X, *weights = _weights(rng, 5, 12)
        got = array(on_copies(multi_head_attention, 100 * X, *weights, 3), shape=X.shape)
        if not np.isfinite(got).all():
            fail(
                "X of about 100 gave NaN or inf in the output. Which step overflows? Print each one's "
                "largest number."
            )
        close(
            got, reference.multi_head_attention(100 * X, *weights, 3), what="output", inputs="X of about 100"
        )
    with aspect("dtype", "float32 stays float32"):
        for dtype in DTYPES:
            inputs = _weights(rng, 5, 12, dtype)
            got = array(
                on_copies(multi_head_attention, *inputs, 3), shape=(5, 12), dtype=dtype, what="the output"
            )
            close(got, reference.multi_head_attention(*inputs, 3), what="output")
    with aspect("causality", "the same holds for scores near -1e300, and near -1e30 in float32"):
        for dtype in DTYPES:
            _no_row_moves(multi_head_attention, rng, *_huge(rng, 6, 12, dtype))
    with aspect(
        "awkward",
        "the same for the lesson's two tokens, zeros, ties, equal tokens, and scores of exactly 0 and -1",
    ):
        for dtype in DTYPES:
            for said, inputs, n_heads in _awkward(rng, dtype):
                got = array(
                    on_copies(multi_head_attention, *inputs, n_heads),
                    shape=inputs[0].shape,
                    dtype=dtype,
                    what="the output",
                )
                close(got, reference.multi_head_attention(*inputs, n_heads), what="output", inputs=said)
    with aspect("inputs", "X and the weights are left as they were, earlier results too"):
        names = ["X", "W_q", "W_k", "W_v", "W_o"]
        leaves_things_alone(multi_head_attention, lambda: _weights(rng, 5, 4), names, more=[2])


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
    pick=lambda *all_heads: all_heads,
    merge=_merge,
    out=lambda merged, W_o: merged @ W_o,
    add=lambda X: 0,
    **parts,
):
    """X (n, d_model), weights (d_model, d_model) -> (n, d_model); use says which weights make queries, keys
    and values, pick what becomes of all heads' queries, keys and values, (n_heads, n, d_head) each; further
    parts are those of attention."""
    Q, K, V = pick(*(split(project(X, W), n_heads) for W in use(W_q, W_k, W_v)))
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


def _shared(which, head):
    """One head's queries (0), keys (1) or values (2) for all heads."""

    def pick(*all_heads):
        return [a[head] + np.zeros_like(a) if i in which else a for i, a in enumerate(all_heads)]

    return {"pick": pick}


def _weights_of_pieces(X, W_q, W_k, W_v, W_o, n_heads):
    """What comes out when X is cut into heads first, and each piece meets its own square of W_q, W_k and
    W_v."""
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


def _no_row_moves(multi_head_attention, rng, X, *weights):
    """Change tokens j and later; rows before j must stay the same."""
    before = array(on_copies(multi_head_attention, X, *weights, 3), shape=X.shape)
    for j in range(5, 0, -1):
        changed = X.copy()
        changed[j:] += np.abs(X).max() / 10 * rng.normal(size=changed[j:].shape)
        after = array(on_copies(multi_head_attention, changed, *weights, 3), shape=X.shape)
        moved = np.flatnonzero(rows_that_differ(after[:j], before[:j]))
        if moved.size:
            i = int(moved[0])
            with np.errstate(all="ignore"):
                shift = np.abs(after[i] - before[i]).max()
            fail(
                f"row {i} {how_far(shift)} when only tokens {j} and later changed.\n"
                "Every head needs the mask."
            )


MISCONCEPTIONS = known(
    heads,
    *OF_ATTENTION,
    *with_softmax((NAIVE_EXP, GLOBAL_MAXIMUM, OVER_EVERYTHING, NOT_NORMALISED)),
    (
        "heads_split_without_transpose",
        {"split": lambda a, h: a.reshape(h, len(a), -1)},
        "Your output is what attention gives when (n, d_model) is reshaped straight to (n_heads, n, d_head).",
        "Reshape np.arange(12).reshape(3, 4) to (2, 3, 2): does head 0 hold the first columns of every "
        "token?",
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
        "Your output is what attention gives when a head's columns are every n_heads-th one, where heads "
        "are split or merged.",
        "Which columns belong to head 0 by the contract, and which does it get, or fill, in your reshape?",
    ),
    (
        "heads_overlap",
        {"split": lambda a, h: np.array([a[:, i : i + a.shape[1] // h] for i in range(h)])},
        "Your output is what attention gives when each head's columns begin only one column after those of "
        "the head before.",
        "With d_model = 6 and 3 heads, which columns does head 2 own, and at which column does yours begin?",
    ),
    (
        "n_heads_for_d_head",
        {"split": lambda a, h: a.reshape(len(a), -1, h).swapaxes(0, 1)},
        "Your output is what attention gives when each head has n_heads numbers.",
        "What are the number of heads and the width of one for d_model = 12 and n_heads = 3? Print your "
        "shapes.",
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
        "Your scores are (n_heads, n, n). Along which axes does your mask run when NumPy lines the shapes "
        "up?",
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
        "Your output is what attention gives when the scores are divided by d_head itself, or twice by its "
        "root.",
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
        [{"weights": lambda s: softmax_of(s, 0)}, {"weights": lambda s: np.nan_to_num(softmax_of(s, 0))}],
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


MISCONCEPTIONS += known_alone(
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
    *ALONE_IN_ATTENTION,
    *instead_of_softmax("Your output is what attention gives when, in each head,", "weights"),
    (
        "one_head_for_all",
        [_shared(which, head) for which in ((0,), (1,), (2,), (0, 1), (1, 2), (0, 2)) for head in (0, -1)],
        "Your output is what attention gives when one head's queries, keys or values serve all heads.",
        "Print the first row of the queries, keys and values that each head gets: "
        "which of them are the same?",
    ),
    (
        "not_projected",
        [
            {"use": lambda q, k, v: (np.eye(len(q), dtype=q.dtype), k, v)},
            {"use": lambda q, k, v: (q, np.eye(len(q), dtype=q.dtype), v)},
            {"use": lambda q, k, v: (q, k, np.eye(len(q), dtype=q.dtype))},
        ],
        "Your output is what attention gives when one of queries, keys and values is X itself.",
        "Where do W_q, W_k and W_v enter your code, each of them?",
    ),
    (
        "one_piece_of_the_output_matrix",
        [
            {
                "merge": lambda heads: heads.sum(axis=0),
                "out": lambda merged, W_o: merged @ W_o[: merged.shape[1]],
            },
            {
                "merge": lambda heads: heads.sum(axis=0),
                "out": lambda merged, W_o: merged @ W_o[-merged.shape[1] :],
            },
        ],
        "Your output is what attention gives when every head meets the same rows of W_o.",
        "Head 1 stands in columns d_head … 2·d_head of what W_o is multiplied with. Which "
        "rows of W_o do they meet?",
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
        "What becomes of the outputs of earlier heads when your loop goes on? Is what you fill made once, "
        "or anew in each round?",
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
        "Your output is what attention gives when the heads are put below one another and attend as one "
        "long sequence.",
        "How many rows have the queries that your attention gets? May head 1 see the keys of head 0?",
    ),
    (
        "same_number_of_heads",
        [{"split": lambda a, h, n=n: _split(a, n)} for n in (2, 3, 4)],
        "Your output is what attention gives with the same number of heads, whatever n_heads is.",
        "Where does n_heads enter your code?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "heads_cut_before_projection",
        (_weights_of_pieces,),
        "Your output is what attention gives when X is cut into heads first and each piece is projected on "
        "its own.",
        "Which numbers of a token may go into the query of head 0: all d_model, or the first d_head of them?",
    ),
    Misconception(
        "heads_ignored",
        (
            lambda *given: heads(
                *given, split=lambda a, h: a[None], scale=lambda Q: np.sqrt(Q.shape[-1] // given[-1])
            ),
        ),
        "Your output is what attention gives with one wide head whose scores are divided "
        "by the root of d_head.",
        "Where does n_heads enter your code, besides the scale?",
    ),
]
