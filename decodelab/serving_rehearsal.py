"""Runs a learner's scheduler and batched step beside the learner's code; gives back plain data.

Drivers like those of decodelab.rehearsal. An exception of the learner's code passes through.
"""

from collections import deque

import numpy as np

from decodelab import designs
from decodelab.meter.drivers import count_series
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads
from decodelab.rehearsal import plain, small_inputs, small_model
from decodelab.serving import Stuck, Text, serve
from decodelab.sharing import copy_of, same

SIZES = {"n_heads": 3, "d_head": 4, "d_ff": 7}


# -- plan_step ----------------------------------------------------------------------------------------


def run_trace(plan_step, texts, max_batch, budget, max_steps=400):
    """Serve texts, given as [[arrival, prompt, new], …], with a step of one second.

    Returns {"steps": [{"plan": [[text, tokens], …], "running": [text, …], "waiting": [text, …], "left": [of
    all texts]}, …], "stuck": what made no sense or ""}: running and waiting as plan_step left them, texts by
    their numbers.
    """
    all_texts, told = [Text(*given) for given in texts], []
    number = {id(text): i for i, text in enumerate(all_texts)}

    def watched(running, waiting, max_batch, budget):
        before = [text.left for text in all_texts]
        plan = plan_step(running, waiting, max_batch, budget)
        plan = [tuple(entry) for entry in plan] if plan is not None else None
        told.append(
            {
                "plan": None
                if plan is None
                else [[number.get(id(text), -1), int(tokens)] for text, tokens in plan],
                "running": [number.get(id(text), -1) for text in running],
                "waiting": [number.get(id(text), -1) for text in waiting],
                "left": before,
                "left_after": [text.left for text in all_texts],
            }
        )
        if plan is None:
            raise Stuck("plan_step gave None")
        return plan

    try:
        serve(all_texts, watched, lambda counts: 1.0, max_batch, budget, max_steps=max_steps)
    except Stuck as problem:
        return {"steps": told, "stuck": str(problem)}
    return {"steps": told, "stuck": ""}


def plan_once(plan_step, running, waiting, max_batch, budget):
    """One call on texts made for it: running and waiting are lists of tokens left. Returns as a step of
    run_trace."""
    texts = [Text(0.0, max(left, 1), 1) for left in (*running, *waiting)]
    for text, left in zip(texts, (*running, *waiting)):
        text.left = left
    inside, outside = texts[: len(running)], deque(texts[len(running) :])
    number = {id(text): i for i, text in enumerate(texts)}
    plan = plan_step(inside, outside, max_batch, budget)
    return {
        "plan": None if plan is None else [[number.get(id(text), -1), int(tokens)] for text, tokens in plan],
        "running": [number.get(id(text), -1) for text in inside],
        "waiting": [number.get(id(text), -1) for text in outside],
        "left_after": [text.left for text in texts],
    }


# -- batched_block_step -------------------------------------------------------------------------------


def our_block_step(x, block, cache, position):
    """A text's own step, t tokens at once: what fills caches before a batched step is looked at."""
    positions = position + np.arange(len(x))
    normed = rms_norm(x, block.attention_gain)
    Q, K = (rotate(split_heads(normed @ W, block.n_heads), positions) for W in (block.W_q, block.W_k))
    cache.append(join_heads(K), normed @ block.W_v)
    keys, values = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    scores = Q @ keys.swapaxes(1, 2) / np.sqrt(block.d_head).astype(x.dtype)
    t, n = scores.shape[1:]
    scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    x = x + join_heads(weights / weights.sum(axis=-1, keepdims=True) @ values) @ block.W_o
    return x + feed_forward(x, block)


def streams(seed, lengths, rounds, d_model, dtype="float32", kind=""):
    """A text's tokens as a block gets them, for each text: [(length + rounds, d_model), …].

    kind: "" for random tokens, "equal" for one token again and again in every text, "zeros"
    """
    made = [small_inputs(1000 * seed + b, n + rounds, d_model, dtype) for b, n in enumerate(lengths)]
    if kind == "equal":
        return [np.broadcast_to(made[0][:1], X.shape).copy() for X in made]
    return [0 * X for X in made] if kind == "zeros" else made


def take_batches(
    batched_block_step,
    KVCache=designs.KVCache,
    *,
    seed,
    lengths,
    rounds=2,
    sizes=None,
    dtype="float32",
    kind="",
    loudness=1.0,
):
    """`rounds` batched steps on top of texts of these lengths, each through a cache of its own.

    loudness: factor of the norm before attention; scores grow with its square

    Returns {"outputs": [what each round gave], "cached": [[length of each cache] after each round],
    "keys": [[last cached key of each text] after each round], "changed": whether X or positions were written
    to, "shared": whether a round changed what an earlier one gave}.
    """
    sizes = {**SIZES, **(sizes or {})}
    block = small_model(seed, dtype=dtype, **sizes).blocks[0]
    block.attention_gain[...] *= loudness
    d = sizes["n_heads"] * sizes["d_head"]
    texts = streams(seed, lengths, rounds, d, dtype, kind)
    caches = [KVCache(d, d) for _ in lengths]
    for X, n, cache in zip(texts, lengths, caches):
        if n:
            our_block_step(X[:n], block, cache, 0)
    told, results = {"outputs": [], "cached": [], "keys": [], "changed": False, "shared": False}, []
    for r in range(rounds):
        X = np.array([text[n + r] for text, n in zip(texts, lengths)])
        positions = np.array([n + r for n in lengths])
        before = X.copy(), positions.copy()
        result = batched_block_step(X, block, caches, positions)
        told["outputs"].append(plain(result))
        told["shared"] |= any(not same(earlier, kept) for earlier, kept in results)
        results.append((result, copy_of(result)))
        told["changed"] |= not (np.array_equal(before[0], X) and np.array_equal(before[1], positions))
        told["cached"].append([int(len(cache)) for cache in caches])
        told["keys"].append([np.asarray(cache.keys, dtype=float)[-1].tolist() for cache in caches])
    return told


COUNTED = {"n_heads": 3, "d_head": 8, "d_ff": 64}
"""Small models separate a loop over texts from a batch badly."""


def count_batches(batched_block_step, batches, seed=0):
    """One batched step for each of several batches, given as lists of lengths.

    Returns {"steps": series over the number of the batch, with the bytes read of "weights"; "weights": their
    bytes, "d_model", "d_ff"}.
    """
    block = small_model(seed, **COUNTED).blocks[0]
    d = COUNTED["n_heads"] * COUNTED["d_head"]
    made = []
    for lengths in batches:
        caches = [designs.KVCache(d, d) for _ in lengths]
        for n, cache in zip(lengths, caches):
            rows = small_inputs(seed + n, n, d)
            cache.append(rows[:-1], rows[:-1])
            cache.append(rows[-1], rows[-1])  # from here on there is room
        made.append((small_inputs(seed, len(lengths), d), caches, np.array(lengths)))
    weights = [block.W_q, block.W_k, block.W_v, block.W_o, block.W_in, block.W_out]
    series = count_series(
        (batched_block_step,),
        range(len(batches)),
        lambda i: batched_block_step(made[i][0], block, made[i][1], made[i][2]),
        arrays={"weights": weights},
    )
    return {
        "steps": {**series, "outputs": {}},
        "weights": sum(W.nbytes for W in weights),
        "parameters": sum(W.size for W in weights),
        "d_model": d,
    }
