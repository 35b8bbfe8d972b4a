# fails: equals; diagnosis: mean_taken_off
import numpy as np

from decodelab.model import feed_forward, join_heads, rotate, split_heads


def block_step(x, block, cache, position):
    t = len(x)
    positions = np.arange(position, position + t)
    normed = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + np.float32(1e-5)) * block.attention_gain
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    V = split_heads(normed @ block.W_v, block.n_heads)
    cache.append(join_heads(K), join_heads(V))
    K, V = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    n = len(cache)
    scores = Q @ K.swapaxes(1, 2) * np.float32(block.d_head ** -0.5)
    mask = np.tri(t, n, n - t, dtype=bool)
    scores = np.where(mask, scores, np.float32(-np.inf))
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ V) @ block.W_o
    return x + feed_forward(x, block)
