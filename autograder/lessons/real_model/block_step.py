"""block_step: (t, d_model): t new tokens through one block, on top of what its cache holds.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import itertools
from functools import partial

import numpy as np

from autograder.cost.long_texts import expect_in_proportion, longer_and_longer
from autograder.cost.witness import Witness
from autograder.kit import awkward
from autograder.kit.driven import all_there, as_result
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail, suspecting
from autograder.kit.misconception import known, known_alone
from autograder.kit.properties import large_sizes
from autograder.lessons.real_model.parts import last_rows, remember, rotated, softmax_of, step
from autograder.lessons.real_model.probing import (
    LENGTHENING,
    STEPS,
    affine,
    keeps_only_the_cache,
    long_enough,
)
from decodelab import rehearsal
from decodelab.model import block_forward, feed_forward, join_heads, rms_norm, rotate, split_heads

CHUNKS = ((5,), (1, 1, 1, 1), (3, 1, 1), (2, 2, 2), (1, 4, 1, 2), (7, 1), (1,))


def _block_probe(block_step, rng):
    for chunks, n_heads, d_head in (((2,), 3, 4), ((3, 1, 2, 1), 3, 4), ((1, 1, 1), 2, 6)):
        told = drive(
            rehearsal.take_steps,
            block_step,
            seed=int(rng.integers(1000)),
            chunks=list(chunks),
            n_heads=n_heads,
            d_head=d_head,
            dtype="float64",
        )
        yield from _reported(told)
    X = rng.normal(size=(4, 12))
    X[1] = 0  # a token that scores 0 with every other
    yield from _reported(
        drive(rehearsal.take_steps, block_step, seed=0, chunks=[3, 1], dtype="float64", tokens=X.tolist())
    )


def _reported(told):
    for output in told["outputs"]:
        yield output["type"] if output["values"] is None else np.reshape(output["values"], output["shape"])
    yield told["cached"]


@exercise("block_step", probe=_block_probe)
def block_step(block_step, *, rng):
    """(t, d_model): t new tokens through one block, on top of what its cache holds."""
    with aspect("shape", "one row of d_model numbers for each new token"):
        for chunks in ((4,), (1, 1), (2, 3)):
            _steps(block_step, rng, chunks, compare=False)
    with aspect("cache", "each call adds its tokens to the cache, once"):
        for chunks in ((3,), (1, 1, 1), (2, 3, 1)):
            told, _, _ = _steps(block_step, rng, chunks, compare=False)
            wanted = np.cumsum(chunks).tolist()
            if told["cached"] != wanted and not any(told["cached"]):
                fail(
                    f"after chunks of {_listed(chunks)} tokens the cache is still empty; expected "
                    f"{wanted[-1]} tokens in it.",
                    suspected="cache_stays_empty",
                    question=(
                        "Where does your block keep keys and values instead, and what if two texts are "
                        "written in turn?"
                    ),
                )
            if told["cached"] != wanted:
                fail(
                    f"after chunks of {_listed(chunks)} tokens the cache held {_listed(told['cached'])} "
                    f"tokens; expected {_listed(wanted)}.\nHow often does a call append, and which rows?"
                )
    with aspect("equals", "a whole text at once equals the uncached block"):
        for n, n_heads, d_head in ((1, 3, 4), (2, 3, 4), (5, 3, 4), (6, 1, 8), (4, 5, 2), (3, 2, 6)):
            _steps(block_step, rng, (n,), n_heads, d_head)
    with aspect("incremental", "chunks of any size, at any position, equal the uncached block"):
        for chunks in CHUNKS:
            for n_heads, d_head in ((3, 4), (2, 6)):
                _steps(block_step, rng, chunks, n_heads, d_head)
        with large_sizes():
            _steps(block_step, rng, (300, 300, 1, 1))  # whatever happens once there are hundreds of tokens
    with aspect(
        "independent",
        "three sequences in turn, with a cache for each and for each block, do not disturb each other",
    ):
        _in_turn(block_step, rng)
    with aspect("rollback", "after going back to an earlier length, other tokens give what they give"):
        for n, keep in ((6, 3), (5, 1), (7, 6)):
            _roll_back(block_step, rng, n, keep)
    with aspect("awkward", "the same for zeros, ties and equal tokens"):
        for chunks in ((5,), (2, 1, 2)):
            for said, (X,) in awkward.arrays(rng, (5, 12), dtype=np.float32):
                _steps(block_step, rng, chunks, tokens=X, said=said)
    with aspect(
        "numerics",
        "scores of thousands, of either sign, give finite outputs, and what is masked stays masked",
    ):
        for chunks in ((5,), (1, 1, 1, 2), (5,), (2, 3)):
            _loud(block_step, rng, chunks)
    with aspect("dtype", "float32 stays float32"):
        told, _, _ = _steps(block_step, rng, (3, 1, 1), compare=False)
        for size, output in zip((3, 1, 1), told["outputs"]):
            array(as_result(output), shape=(size, 12), dtype=np.float32, what="the result")
    with aspect("inputs", "x and the weights are left as they were, earlier results too"):
        told, _, _ = _steps(block_step, rng, (3, 1, 2), compare=False)
        if told["changed"]:
            fail(
                f"your code changed its input {told['changed']}. Whoever called it still needs it: work on "
                "a new array instead of writing into this one. (`x += …` writes into x.)",
                misconception="changes_input",
            )
        if told["overwritten"]:
            fail(
                "the result of an earlier call changed when the function was called again. Make a "
                "new array in each call.",
                misconception="shared_result",
            )
    with aspect(
        "cost", "an extra cached token costs the two products, 2 · d_model multiply-adds, and little else"
    ):
        counted = affine(drive(rehearsal.count_block_steps, block_step), products=1)
        keeps_only_the_cache(rehearsal.kept_by_steps, block_step)
        _steps_witnessed(block_step, counted, rng)


def _loud(block_step, rng, chunks, loudness=200.0):
    """Scores of tens of thousands: their rounding is seen in the result, so only gross errors count."""
    seed = int(rng.integers(10_000))
    told = call(
        drive,
        rehearsal.take_steps,
        block_step,
        seed=seed,
        chunks=list(chunks),
        loudness=loudness,
        shown="block_step(x, block, cache, position) (scores of thousands)",
    )
    all_there(told["outputs"], len(chunks))
    got = [
        array(as_result(output), shape=(size, 12), what="the result")
        for size, output in zip(chunks, told["outputs"])
    ]
    got = np.concatenate(got)
    if not np.isfinite(got).all():
        fail(
            f"the result has {got[~np.isfinite(got)][0]} in it when scores are in the thousands.\n"
            "e^1000 is more than a float can hold. Which number can be taken off each row of scores "
            "without changing its softmax?",
            misconception="softmax_overflows",
            diagnosable=False,
        )
    block = rehearsal.small_model(seed).blocks[0]
    block.attention_gain[...] *= loudness
    expected = block_forward(rehearsal.small_inputs(seed, sum(chunks), 12), block)
    off = np.abs(got - expected).max(axis=1) > 0.1 * np.abs(expected).max()
    if off.any():
        i = int(np.argmax(off))
        fail(
            f"row {i} of the result is wrong when scores are in the thousands: {got[i, 0]:.4g} in its first "
            f"place, expected {expected[i, 0]:.4g}.",
            suspected="mask_not_low_enough",
            question="Which number do your masked scores get, and what if the others are lower still?",
        )


def _steps(block_step, rng, chunks, n_heads=3, d_head=4, compare=True, tokens=None, said=""):
    """Run the driver, check shapes, and compare with the uncached block unless told not to.

    tokens: rows (n, d_model) to take in place of random ones; said: what is special about them
    """
    seed = int(rng.integers(10_000))
    told = call(
        drive,
        rehearsal.take_steps,
        block_step,
        seed=seed,
        chunks=list(chunks),
        n_heads=n_heads,
        d_head=d_head,
        **({} if tokens is None else {"tokens": tokens.tolist()}),
        shown=(
            f"block_step(x, block, cache, position) (tokens in chunks of {_listed(chunks)}, d_model = "
            f"{n_heads * d_head})"
        ),
    )
    all_there(told["outputs"], len(chunks))
    block = rehearsal.small_model(seed, n_heads, d_head).blocks[0]
    X = rehearsal.small_inputs(seed, sum(chunks), n_heads * d_head) if tokens is None else tokens
    expected, position = block_forward(X, block), 0
    for size, output in zip(chunks, told["outputs"]):
        got = as_result(output)
        if size > 1 and np.shape(got) in ((1, X.shape[1]), X.shape[1:]):
            fail(
                f"the result has shape {np.shape(got)} for {size} new tokens; expected "
                f"{(size, X.shape[1])}.\nThe text goes on after the last of them. But what does the next "
                "block need of the others?",
                misconception="only_last_row",
                diagnosable=False,
            )
        got = array(
            got,
            shape=(size, X.shape[1]),
            what="the result",
            meaning=f"a row for each of the {size} new tokens",
        )
        if compare:
            where = f"position {position}" if size == 1 else f"positions {position} … {position + size - 1}"
            close(
                got,
                expected[position : position + size],
                dtype="float32",
                what="the result",
                inputs=(
                    f"{size} token{'s' * (size > 1)} at {where}, {position} cached "
                    f"before{said and f'; in x {said}'}"
                ),
            )
        position += size
    return told, X, expected


STATE_ELSEWHERE = partial(
    suspecting,
    "state_outside_the_cache",
    "With one text from its beginning to its end it was right. What does your block know of the past that "
    "is not in the cache it was given?",
)


def _in_turn(block_step, rng):
    seed, rounds, n_sequences = int(rng.integers(10_000)), 4, 3
    told = call(
        drive,
        rehearsal.take_steps_in_turn,
        block_step,
        seed=seed,
        rounds=rounds,
        n_sequences=n_sequences,
        shown="block_step, three sequences in turn",
    )
    model = rehearsal.small_model(seed)
    all_there(told["outputs"], n_sequences)
    for s, outputs in enumerate(told["outputs"]):
        all_there(outputs, rounds)
        X = rehearsal.small_inputs(seed + s, rounds, model.d_model)
        for block in model.blocks:
            X = block_forward(X, block)
        for i, output in enumerate(outputs):
            got = array(as_result(output), shape=(1, model.d_model), what="the result")
            with STATE_ELSEWHERE():
                close(
                    got,
                    X[i : i + 1],
                    dtype="float32",
                    what="the result",
                    inputs=(
                        f"sequence {s}, position {i}; other sequences are decoded in turn, "
                        "with caches of their own"
                    ),
                )


def _roll_back(block_step, rng, n, keep):
    seed = int(rng.integers(10_000))
    told = call(
        drive,
        rehearsal.roll_back,
        block_step,
        seed=seed,
        n=n,
        keep=keep,
        shown=(
            f"block_step(x, block, cache, {keep}) with a new cache that holds the first {keep} of {n} tokens"
        ),
        advice=(
            "The text was cut back and goes on with other tokens. What your step knows of the past has to "
            "be in the cache it is given: what does that line look up elsewhere?"
        ),
    )
    model = rehearsal.small_model(seed)
    X, other = (rehearsal.small_inputs(seed + s, n, model.d_model) for s in range(2))
    expected = block_forward(np.concatenate([X[:keep], other[keep:]]), model.blocks[0])
    all_there(told["outputs"], n - keep)
    for i, output in zip(range(keep, n), told["outputs"]):
        got = array(as_result(output), shape=(1, model.d_model), what="the result")
        with STATE_ELSEWHERE():
            close(
                got,
                expected[i : i + 1],
                dtype="float32",
                what="the result",
                inputs=(
                    f"position {i}, after {n} tokens the cache was cut back to {keep} "
                    "and other tokens followed"
                ),
            )


def _steps_witnessed(block_step, counted, rng):
    """Steps on a long cache: right, and, where that can be seen, as cheap as the Series `counted` lets
    expect, and in proportion to the text."""
    witness = Witness(block_step)
    if not witness:
        _steps_on(block_step, witness, long_enough(counted), rng)
    elif witness.is_new(block_step):
        take = partial(_steps_on, block_step, witness, rng=rng)
        taken = longer_and_longer(witness, take, LENGTHENING, 2, rng)
        n = taken[-1][0]
        witness.agrees(f"{STEPS} steps with {n:,} tokens cached", STEPS, counted.foretold(n))
        expect_in_proportion(taken, take, f"{STEPS} steps")


def _steps_on(block_step, witness, n, rng):
    """Steps on n cached tokens, each on an input that is made only when the last output is there; what they
    took, in processor seconds, where a witness looks."""
    seed, new, outputs, looks = int(rng.integers(10_000)), [], [], []
    block = rehearsal.small_model(seed).blocks[0]
    d_model = len(block.W_q)

    def next_input(output):
        if output is not None:
            outputs.append(output)
        elif witness and not new:
            witness.look()
        if witness:
            looks.append(witness.seconds())
        new.append(rng.normal(size=(1, d_model)).astype(np.float32))
        return new[-1].copy()

    call(
        drive,
        rehearsal.take_steps_for,
        block_step,
        next_input,
        seed=seed,
        n_cached=n,
        n_steps=STEPS,
        shown=f"block_step(x, block, cache, position) with {n:,} tokens cached",
    )
    all_there(outputs, STEPS)
    text = np.concatenate([rehearsal.small_inputs(seed, n, d_model), *new[:STEPS]])
    got = [array(output, shape=(1, d_model), what="the result") for output in outputs]
    close(
        np.concatenate(got),
        last_rows(text, block, STEPS),
        dtype="float32",
        what="the result",
        inputs=f"{n:,} tokens cached before",
    )
    return looks[-1] - looks[0] if looks else 0.0


def _listed(numbers):
    return ", ".join(map(str, numbers))


def _new_only(cache, K, V):
    cache.append(K, V)
    return K, V


def _look_first(cache, K, V):
    seen = cache.keys.copy(), cache.values.copy()
    cache.append(K, V)
    return seen if len(seen[0]) else (K, V)


def _forget(cache, K, V):
    return np.concatenate([cache.keys, K]), np.concatenate([cache.values, V])


def _twice(cache, K, V):
    cache.append(K, V)
    return remember(cache, K, V)


def _once_more_afterwards(cache, K, V):
    seen = [np.array(kept) for kept in remember(cache, K, V)]
    cache.append(K, V)
    return seen


def _softmax_over(*axes, peak=None):
    """Exponentials that add up to 1 along these axes; peak: along which the largest is taken off, or "
    "those."""

    def softmax(scores):
        exps = np.exp(scores - scores.max(axis=axes if peak is None else peak, keepdims=True))
        return exps / np.maximum(exps.sum(axis=axes, keepdims=True), 1e-300)

    return softmax


def _rotated_as_one_head(X, n_heads, positions):
    return rotate(X[None], positions)[0]


def _turned_and_reshaped(X, n_heads, positions):
    return rotate(split_heads(X, n_heads), positions).reshape(len(X), -1)


def _unturned(X, n_heads, positions):
    return X


def _layer_norm(x, block):
    return rms_norm(x - x.mean(axis=-1, keepdims=True), block.attention_gain)


def _unsquared(x, block, before):
    return x + np.maximum(rms_norm(x, block.feed_forward_gain) @ block.W_in, 0) @ block.W_out


def _turned_from_0(X, n_heads, positions):
    return rotated(X, n_heads, positions - positions[0])


def _turned_late(X, n_heads, positions):
    """By positions that were read off the cache after its tokens had come in."""
    return rotated(X, n_heads, positions + len(X))


def _cut_by_reshape(X, n_heads, positions):
    """Rotated in heads that reshape alone has cut."""
    return join_heads(rotate(X.reshape(n_heads, len(X), -1), positions))


def _reshaped(X, n_heads):
    return X.reshape(n_heads, len(X), -1)


MATRICES = {"W_q": "queries", "W_k": "keys", "W_v": "values"}


def _other_matrices():
    """Every choice of the three matrices in which two or more are wrong."""
    for chosen in itertools.product(MATRICES, repeat=3):
        wrong = [
            f"{made} with {W}" for made, W, right in zip(MATRICES.values(), chosen, MATRICES) if right != W
        ]
        if len(wrong) > 1 or chosen in (("W_v", "W_k", "W_v"), ("W_q", "W_v", "W_v"), ("W_q", "W_k", "W_q")):
            yield (
                "another_projection",
                {"matrices": lambda block, chosen=chosen: tuple(getattr(block, W) for W in chosen)},
                f"You make {' and '.join(wrong)}.",
                "Which matrix of the block makes queries, which keys, which values?",
            )


def _shares_or_all_alike(scores):
    """Softmax of scores with −1e30 in place of −inf: where every token is hidden, all get the same share."""
    return softmax_of(np.where(np.isfinite(scores), scores, -1e30))


MISCONCEPTIONS = known(
    step,
    (
        "no_positions",
        {"turn_q": _unturned, "turn_k": _unturned},
        "Your block does without positions: queries and keys are not rotated.",
        "How could the model tell 'dog bites man' from 'man bites dog'?",
    ),
    (
        "keys_not_rotated",
        {"turn_k": _unturned},
        "Your queries are rotated, your keys are not.",
        "A score depends on the distance of two tokens only if both have been turned. Where do yours go "
        "into the cache?",
    ),
    (
        "queries_not_rotated",
        {"turn_q": _unturned},
        "Your keys are rotated, your queries are not.",
        "Which two vectors make a score, and what was done to each of them?",
    ),
    (
        "values_rotated",
        {"turn_v": rotated},
        "Your values are rotated, too.",
        "Values say what a token hands over. Does that depend on where it stands?",
    ),
    (
        "position_ignored",
        {"positions": lambda position, t, cached: np.arange(t)},
        "Every call of yours counts positions from 0 again.",
        "What is the position of the first token of the second chunk?",
    ),
    (
        "keys_counted_from_0",
        {"turn_k": _turned_from_0},
        "Your queries are rotated by their positions, your keys as if every call began at 0.",
        "Where does the first token of the second chunk stand, as a key?",
    ),
    (
        "queries_counted_from_0",
        {"turn_q": _turned_from_0},
        "Your keys are rotated by their positions, your queries as if every call began at 0.",
        "Where does the first token of the second chunk stand, as a query?",
    ),
    (
        "one_position_for_all",
        {"positions": lambda position, t, cached: np.full(t, position)},
        "All tokens of a chunk have the same position.",
        "A chunk of three starts at position 5. Where does its last token stand?",
    ),
    (
        "position_counts_backwards",
        {"positions": lambda position, t, cached: position + np.arange(t)[::-1]},
        "The tokens of a chunk are numbered from its end.",
        "Which row of x is the earliest token?",
    ),
    (
        "position_doubled",
        {"positions": lambda position, t, cached: position + cached + np.arange(t)},
        "Your positions run too fast: position and the length of the cache are added up.",
        "position already says where the first new token stands. What does len(cache) say?",
    ),
    (
        "rotated_across_heads",
        {"turn_q": _rotated_as_one_head, "turn_k": _rotated_as_one_head},
        "Queries and keys are rotated before they are split into heads.",
        "Which two numbers form a pair: of one head, or of all d_model?",
    ),
    (
        "rotated_again",
        {"shown": lambda keys, n_heads: rotated(keys, n_heads, np.arange(len(keys)))},
        "Your cached keys are rotated a second time when they are read.",
        "What happened to a key before it went into the cache?",
    ),
    (
        "no_mask",
        {"allowed": lambda t, n: np.ones((t, n), dtype=bool)},
        "In a chunk, your tokens see later ones.",
        "One new token may use all that is cached. May the first of three use the third?",
    ),
    (
        "top_left_mask",
        {"allowed": lambda t, n: np.tri(t, n, dtype=bool)},
        "Row i of your chunk sees tokens 0 … i of the whole text: the mask forgets what was cached before.",
        "With 10 cached tokens and a chunk of 2, how many keys may the first of the two use?",
    ),
    (
        "sees_next_token",
        {"allowed": lambda t, n: np.tri(t, n, n - t + 1, dtype=bool)},
        "Your new tokens also see the token that comes after them.",
        "With 3 cached tokens and a chunk of 2, how many keys may the first of the two use?",
    ),
    (
        "mask_only_when_empty",
        {"allowed": lambda t, n: np.tri(t, n, n - t if t == n else n, dtype=bool)},
        "Your mask is left out as soon as something is cached.",
        "May the first token of a second chunk see the last one of the same chunk?",
    ),
    *(
        (
            "own_token_masked",
            {"allowed": lambda t, n: np.tri(t, n, n - t - 1, dtype=bool), **parts},
            "Your new tokens don't see themselves.",
            "Which keys are there for the very first token of a text?",
        )
        for parts in (
            {},
            {"normalise": _shares_or_all_alike},
            {"allowed": lambda t, n: np.arange(n) <= np.maximum(np.arange(n - t, n) - 1, 0)[:, None]},
        )
    ),
    (
        "scale_forgotten",
        {"scale": lambda block: 1.0},
        "Your scores are not divided by √d_head.",
        "What keeps scores at the same size when heads get wider?",
    ),
    (
        "scale_by_d_model",
        {"scale": lambda block: np.sqrt(len(block.W_q))},
        "Your scores are divided by √d_model.",
        "Over how many numbers does one head's dot product run?",
    ),
    (
        "scale_by_d_head",
        {"scale": lambda block: block.d_head},
        "Your scores are divided by d_head, not by its root.",
        "What does a sum of d_head random products grow like?",
    ),
    (
        "scale_by_n_heads",
        {"scale": lambda block: np.sqrt(block.n_heads)},
        "Your scores are divided by √n_heads.",
        "Over how many numbers does one head's dot product run?",
    ),
    (
        "one_head",
        {"heads": lambda block: 1},
        "Your block has a single head as wide as the model.",
        "What does split_heads do, and who calls it?",
    ),
    (
        "softmax_over_queries",
        [{"normalise": _softmax_over(-2)}, {"normalise": _softmax_over(-2, peak=-1)}],
        "Your softmax runs over the new tokens.",
        "Which axis of the scores should add up to 1?",
    ),
    (
        "weights_not_normalised",
        {"normalise": lambda scores: np.exp(scores - scores.max(axis=-1, keepdims=True))},
        "Your weights don't add up to 1.",
        "What is the sum of the exponentials for?",
    ),
    (
        "zeros_for_minus_inf",
        {"normalise": lambda scores: softmax_of(np.where(np.isfinite(scores), scores, 0))},
        "Your masked scores are 0.",
        "Which share does softmax give to a 0 among other scores?",
    ),
    (
        "softmax_over_heads",
        [{"normalise": _softmax_over(0)}, {"normalise": _softmax_over(0, peak=-1)}],
        "Your softmax runs over the heads.",
        "Which axis of the scores should add up to 1?",
    ),
    (
        "softmax_forgotten",
        {"normalise": lambda scores: np.where(np.isfinite(scores), scores, 0)},
        "Your weights are the scores themselves.",
        "What makes scores positive shares?",
    ),
    (
        "mixes_keys",
        {"mix": lambda weights, keys, values: weights @ keys},
        "Your output is a mix of keys.",
        "Which array says what a token hands over?",
    ),
    (
        "heads_joined_without_swap",
        {"join": lambda mixed: mixed.reshape(mixed.shape[1], -1)},
        "Your heads are put side by side in the wrong order: reshape alone mixes tokens with heads.",
        "(n_heads, t, d_head) has to become (t, n_heads · d_head). Which axes change places first?",
    ),
    (
        "keys_joined_without_swap",
        {"turn_k": _turned_and_reshaped},
        "Your keys go into the cache in the wrong order: reshape alone mixes tokens with heads.",
        "(n_heads, t, d_head) has to become (t, n_heads · d_head). Which axes change places first?",
    ),
    (
        "cache_split_without_swap",
        {"split": lambda X, n_heads: X.reshape(n_heads, len(X), -1)},
        "Your cached rows are cut into heads in the wrong order: reshape alone mixes tokens with heads.",
        "(n, n_heads · d_head) has to become (n_heads, n, d_head). Which axes change places, and when?",
    ),
    (
        "queries_matrix_for_keys",
        {"matrices": lambda block: (block.W_q, block.W_q, block.W_v)},
        "Your cache has queries where keys belong.",
        "Which of the three matrices makes what you append?",
    ),
    (
        "keys_matrix_for_values",
        {"matrices": lambda block: (block.W_q, block.W_k, block.W_k)},
        "Your values are made with the keys' matrix.",
        "Which of the three matrices does each of your three lines use?",
    ),
    (
        "keys_matrix_for_queries",
        {"matrices": lambda block: (block.W_k, block.W_k, block.W_v)},
        "Your queries are made with the keys' matrix.",
        "Which of the three matrices does each of your three lines use?",
    ),
    (
        "value_projection_forgotten",
        {"matrices": lambda block: (block.W_q, block.W_k, np.eye(len(block.W_v)))},
        "Your values are the norm of x as it is.",
        "What makes a value of a token, as W_k makes its key?",
    ),
    (
        "output_projection_forgotten",
        {"project": lambda mixed, block: mixed},
        "Your block leaves out W_o.",
        "What mixes the outputs of the heads?",
    ),
    (
        "norm_forgotten",
        {"normed": lambda x, block: x},
        "Your block projects x itself, not its norm.",
        "What does block_forward do with X before the projections?",
    ),
    (
        "keys_and_values_not_normed",
        {"kept_of": lambda x, normed: x},
        "Your keys and values are made of x, your queries of its norm.",
        "What do all three projections start from in block_forward?",
    ),
    (
        "values_not_normed",
        {"value_of": lambda x, source: x},
        "Your values are made of x, your keys and queries of its norm.",
        "What do all three projections start from in block_forward?",
    ),
    (
        "zero_taken_for_masked",
        {"normalise": lambda scores: softmax_of(np.where(scores == 0, -np.inf, scores))},
        "A score of exactly 0 gets no weight in your softmax.",
        "A query and a key at right angles score 0. Is that token not there?",
    ),
    *(
        (
            "mask_not_low_enough",
            {
                "normalise": lambda scores, least=least: softmax_of(
                    np.where(np.isfinite(scores), scores, least)
                )
            },
            f"Your masked scores are {least}.",
            "Which share does softmax give to that number if the others are no larger?",
        )
        for least in (-1, -5, -10, -20, -30)
    ),
    (
        "feed_forward_normed_twice",
        {"after": lambda x, block, before: x + feed_forward(rms_norm(x, block.feed_forward_gain), block)},
        "Your feed-forward layer gets what has been through its norm already.",
        "What does feed_forward do first with what it is given?",
    ),
    (
        "wrong_gain",
        {"normed": lambda x, block: rms_norm(x, block.feed_forward_gain)},
        "The norm before attention uses the gain of the feed-forward layer.",
        "A block has two gains. Which belongs to which half?",
    ),
    (
        "gain_forgotten",
        {"normed": lambda x, block: rms_norm(x, np.ones_like(block.attention_gain))},
        "Your norm before attention does without its gain.",
        "Which array of the block does rms_norm take?",
    ),
    (
        "mean_taken_off",
        {"normed": _layer_norm},
        "Your norm takes the mean of x off first: that is a layer norm.",
        "Which norm does block_forward call?",
    ),
    (
        "norm_over_all_tokens",
        {"normed": lambda x, block: x / np.sqrt(np.mean(x * x) + 1e-5) * block.attention_gain},
        "Your norm runs over all new tokens together.",
        "Whose numbers should one token's norm depend on?",
    ),
    (
        "attention_replaces_x",
        {"add": lambda x, normed, y: y},
        "Your attention replaces x.",
        "What is added to what after attention?",
    ),
    (
        "added_to_the_norm",
        {"add": lambda x, normed, y: normed + y},
        "Your attention is added to the norm of x.",
        "Which x goes past attention, before or after the norm?",
    ),
    (
        "feed_forward_forgotten",
        {"after": lambda x, block, before: x},
        "Your block ends after attention.",
        "What is the second half of block_forward?",
    ),
    (
        "feed_forward_replaces_x",
        {"after": lambda x, block, before: feed_forward(x, block)},
        "Your feed-forward layer replaces x.",
        "What is its result added to?",
    ),
    (
        "square_forgotten",
        {"after": _unsquared},
        "Your feed-forward layer leaves out the square.",
        "What happens between its two matrices in feed_forward?",
    ),
    (
        "feed_forward_of_old_x",
        {"after": lambda x, block, before: x + feed_forward(before, block)},
        "Your feed-forward layer gets what x was before attention.",
        "Which of the two does block_forward hand to it?",
    ),
    (
        "ignores_the_cache",
        {"keep": _new_only},
        "Your new tokens see each other and nothing that was cached.",
        "append puts keys into the cache. Who reads them?",
    ),
    (
        "looks_before_appending",
        [
            {"keep": _look_first, "allowed": lambda t, n: np.ones((t, n), dtype=bool)},
            {"keep": _look_first, "allowed": lambda t, n: np.tri(t, n, 0 if t == n else n, dtype=bool)},
        ],
        "Your new tokens see what was cached before, not themselves.",
        "In which order do you append and read?",
    ),
    (
        "never_appends",
        {"keep": _forget},
        "Your new tokens' keys and values are used once and then forgotten.",
        "How does the next call learn about them?",
    ),
    *(
        (
            "appends_twice",
            {"keep": keep},
            "Your tokens are in the cache twice.",
            "How often does one call run append?",
        )
        for keep in (_twice, _once_more_afterwards)
    ),
    (
        "keys_and_values_swapped",
        {"keep": lambda cache, K, V: remember(cache, V, K)},
        "Your keys and values have changed places in the cache.",
        "In which order does append take its two arguments?",
    ),
)


MISCONCEPTIONS += known_alone(
    step,
    *_other_matrices(),
    *(
        (
            "position_read_after_appending",
            {which: _turned_late},
            f"Your {said} stand a chunk too far: their positions were read off the cache when its new tokens "
            "were in already.",
            "How long is the cache before append, and how long after? Which of the two is the first new "
            "token's position?",
        )
        for which, said in (("turn_q", "queries"), ("turn_k", "keys"))
    ),
    *(
        (
            "masked_after_softmax",
            {
                "hide": lambda scores, seen: scores,
                "afterwards": lambda weights, seen: weights * seen,
                **parts,
            },
            "Your mask comes after the softmax: what a token may see does not add up to 1.",
            "Hidden tokens had a share of the sum already. At which point do scores still know nothing of "
            "each other?",
        )
        for parts in ({}, {"normalise": lambda scores: np.exp(scores - scores.max(axis=-1, keepdims=True))})
    ),
    *(
        (
            "mask_upside_down",
            {"allowed": allowed, "normalise": _shares_or_all_alike},
            "Your mask hides the past and shows the future.",
            "Which side of the table above has the yes, and which side of your mask has True?",
        )
        for allowed in (
            lambda t, n: ~np.tri(t, n, n - t - 1, dtype=bool),
            lambda t, n: ~np.tri(t, n, n - t, dtype=bool),
            lambda t, n: ~np.tri(t, n, 0, dtype=bool),
            lambda t, n: ~np.tri(t, n, -1, dtype=bool),
        )
    ),
    (
        "softmax_over_everything",
        [{"normalise": _softmax_over(0, 1, 2)}, {"normalise": _softmax_over(0, 1, 2, peak=-1)}],
        "Your weights of all heads and tokens together add up to 1.",
        "Over which axis does one query's softmax run?",
    ),
    (
        "softmax_of_heads_together",
        [{"normalise": _softmax_over(0, 2)}, {"normalise": _softmax_over(1, 2)}],
        "Your softmax adds up more than one query's weights of one head.",
        "Over which axis does one query's softmax run?",
    ),
    (
        "split_without_swap",
        [
            {"turn_q": _cut_by_reshape, "turn_k": _cut_by_reshape, "split": _reshaped},
            {"turn_q": _cut_by_reshape, "turn_k": _cut_by_reshape},
            {"turn_q": _cut_by_reshape},
            {"turn_k": _cut_by_reshape},
        ],
        "Your projections are cut into heads in the wrong order: reshape alone mixes tokens with heads.",
        "(t, n_heads · d_head) has to become (n_heads, t, d_head). Which axes change places, and when?",
    ),
    (
        "scale_upside_down",
        {"scale": lambda block: 1 / np.sqrt(block.d_head)},
        "Your scores are multiplied by √d_head.",
        "Do scores get larger or smaller with the width, before they are scaled?",
    ),
    (
        "added_to_old_x",
        {"after": lambda x, block, before: before + feed_forward(x, block)},
        "Your feed-forward layer is added to what x was before attention.",
        "What has attention added in the meantime?",
    ),
    (
        "feed_forward_twice",
        {
            "after": lambda x, block, before: (
                x + feed_forward(x, block) + feed_forward(x + feed_forward(x, block), block)
            )
        },
        "Your x goes through the feed-forward layer twice.",
        "How often does block_forward call it?",
    ),
    (
        "normed_before_adding",
        {"after": lambda x, block, before: rms_norm(x, block.feed_forward_gain) + feed_forward(x, block)},
        "Your feed-forward layer is added to the norm of x.",
        "Which x goes past it, before or after the norm?",
    ),
    (
        "x_added_twice",
        {"add": lambda x, normed, y: 2 * x + y},
        "Your x is added to what attention gives twice.",
        "How often does block_forward add X?",
    ),
    *(
        (
            "looks_back_a_few_tokens",
            {
                "allowed": lambda t, n, w=w: (
                    np.tri(t, n, n - t, dtype=bool) & ~np.tri(t, n, n - t - w, dtype=bool)
                )
            },
            f"Your tokens look back {w} tokens and no further.",
            "Which of the cached tokens may a new one use?",
        )
        for w in (1, 2, 3, 4)
    ),
    (
        "chunk_sees_its_first_token",
        {"allowed": lambda t, n: np.broadcast_to(np.arange(n) <= n - t, (t, n))},
        "All tokens of your chunk see what its first one may see.",
        "With 3 cached tokens and a chunk of 2, how many keys may the second of the two use?",
    ),
    (
        "positions_stretched",
        {"positions": lambda position, t, cached: 2 * (position + np.arange(t))},
        "Your positions go up by two from token to token.",
        "How far apart do neighbours stand?",
    ),
    (
        "output_projection_turned",
        {"project": lambda mixed, block: mixed @ block.W_o.T},
        "Your block multiplies with W_o turned round.",
        "In which order do the two factors of block_forward's product stand, and is anything transposed?",
    ),
)
