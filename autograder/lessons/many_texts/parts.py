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


def step_in_parts(
    X,
    block,
    caches,
    positions,
    *,
    norm=rms_norm,
    places=lambda positions: positions,
    turn=rotate,
    keep=_own,
    seen=_looked_at,
    cache_of=lambda caches, b: caches[b],
    scale=lambda block: block.d_head,
    weights=_softmax,
    out=lambda heads, block: heads @ block.W_o,
    add=lambda X, attended: X + attended,
    then=lambda X, block: X + feed_forward(X, block),
    give=lambda X: X,
):
    """batched_block_step in exchangeable parts."""
    normed = norm(X, block.attention_gain)
    where = places(np.asarray(positions))
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), where)
    K = join_heads(turn(split_heads(normed @ block.W_k, block.n_heads), where))
    V = normed @ block.W_v
    attended = []
    for b in range(len(X)):
        cache = cache_of(caches, b)
        cache.append(*keep(b, K, V))
        keys, values = (split_heads(rows, block.n_heads) for rows in seen(cache))
        scores = Q[:, b : b + 1] @ keys.swapaxes(1, 2) / np.sqrt(scale(block)).astype(X.dtype)
        attended.append(join_heads(weights(scores) @ values)[0])
    X = add(X, out(np.array(attended), block))
    return give(then(X, block))


COMPANION = (KVCache,)
