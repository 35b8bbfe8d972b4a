"""What the misconceptions of this lesson are made from."""

import numpy as np

from decodelab.designs import KVCache
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def remember(cache, K, V):
    cache.append(K, V)
    return cache.keys, cache.values


def softmax_of(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def rotated(X, n_heads, positions):
    return join_heads(rotate(split_heads(X, n_heads), positions))


def step(
    x,
    block,
    cache,
    position,
    *,
    normed=lambda x, block: rms_norm(x, block.attention_gain),
    kept_of=lambda x, normed: normed,
    value_of=lambda x, source: source,
    matrices=lambda block: (block.W_q, block.W_k, block.W_v),
    split=split_heads,
    positions=lambda position, t, cached: position + np.arange(t),
    turn_q=rotated,
    turn_k=rotated,
    turn_v=lambda X, n_heads, positions: X,
    keep=remember,
    shown=lambda keys, n_heads: keys,
    allowed=lambda t, n: np.tri(t, n, n - t, dtype=bool),
    hide=lambda scores, seen: np.where(seen, scores, -np.inf),
    afterwards=lambda weights, seen: weights,
    scale=lambda block: np.sqrt(block.d_head),
    heads=lambda block: block.n_heads,
    normalise=softmax_of,
    mix=lambda weights, keys, values: weights @ values,
    join=join_heads,
    project=lambda mixed, block: mixed @ block.W_o,
    add=lambda x, normed, y: x + y,
    after=lambda x, block, before: x + feed_forward(x, block),
):
    """A block_step in exchangeable parts."""
    t, h = len(x), heads(block)
    X = normed(x, block)
    at = positions(position, t, len(cache))
    (W_q, W_k, W_v), source = matrices(block), kept_of(x, X)
    keys, values = keep(cache, turn_k(source @ W_k, h, at), turn_v(value_of(x, source) @ W_v, h, at))
    Q, keys, values = split_heads(turn_q(X @ W_q, h, at), h), split(shown(keys, h), h), split(values, h)
    scores = Q @ keys.swapaxes(1, 2) / scale(block)
    seen = allowed(t, scores.shape[2])
    weights = afterwards(normalise(hide(scores, seen)), seen)
    y = project(join(mix(weights, keys, values)), block)
    return after(add(x, X, y), block, x)


def last_rows(X, block, t):
    """The last t rows of block_forward(X, block), without the work of the others: their keys and values are
    all that is needed of them."""
    before = rms_norm(X[:-t], block.attention_gain)
    cache = KVCache(X.shape[1], X.shape[1])
    cache.append(rotated(before @ block.W_k, block.n_heads, np.arange(len(before))), before @ block.W_v)
    return step(X[-t:], block, cache, len(before))
