"""What the misconceptions of the batched step are made from."""

import numpy as np

from decodelab.designs import KVCache
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def _softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def _own(b, keys, values):
    """What text b hands to its cache: its own row."""
    return keys[b], values[b]


def _looked_at(cache):
    return cache.keys, cache.values


def _of_its_own(caches, b, looked_at):
    return looked_at(caches[b])


def _in_heads(rows, block):
    return split_heads(rows, block.n_heads)


def step_in_parts(
    X,
    block,
    caches,
    positions,
    *,
    norm=rms_norm,
    matrices=lambda block: (block.W_q, block.W_k, block.W_v),
    places=lambda positions: positions,
    turn=rotate,
    turn_q=rotate,
    turn_v=lambda V, where: V,
    keep=_own,
    times=1,
    before_all=True,
    seen=_looked_at,
    rows_of=_of_its_own,
    cache_of=lambda caches, b: caches[b],
    query_of=lambda b: b,
    cut=_in_heads,
    scale=lambda block: block.d_head,
    weights=_softmax,
    join=lambda mixed: join_heads(mixed)[0],
    put=lambda attended: attended,
    out=lambda heads, block: heads @ block.W_o,
    add=lambda X, attended, normed: X + attended,
    then=lambda X, block, before: X + feed_forward(X, block),
    give=lambda X, positions: X,
):
    """batched_block_step in exchangeable parts.

    before_all: whether every text's row is in its cache before the first one looks
    """
    normed = norm(X, block.attention_gain)
    where, (W_q, W_k, W_v) = places(np.asarray(positions)), matrices(block)
    Q = turn_q(split_heads(normed @ W_q, block.n_heads), where)
    K = join_heads(turn(split_heads(normed @ W_k, block.n_heads), where))
    V = join_heads(turn_v(split_heads(normed @ W_v, block.n_heads), where))

    def append(b):
        for _ in range(times):
            cache_of(caches, b).append(*keep(b, K, V))

    attended = []
    for b in range(len(X)) if before_all else ():
        append(b)
    for b in range(len(X)):
        if not before_all:
            append(b)
        own = [cache_of(caches, i) for i in range(len(X))]
        keys, values = (cut(rows, block) for rows in rows_of(own, b, seen))
        q = query_of(b)
        scores = Q[:, q : q + 1] @ keys.swapaxes(1, 2) / np.sqrt(scale(block)).astype(X.dtype)
        attended.append(join(weights(scores) @ values))
    Y = add(X, out(put(np.array(attended)), block), normed)
    return give(then(Y, block, X), positions)


COMPANION = (KVCache,)
