# fails: equals; diagnosis: looks_back_a_few_tokens
import numpy as np
from decodelab.designs import KVCache
from decodelab.model import attend_causally, block_forward, feed_forward, join_heads, rms_norm, rotate, split_heads


def block_step(x, block, cache, position):
    t = len(x)
    positions = np.arange(position, position + t)
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    V = normed @ block.W_v
    cache.append(join_heads(K), V)
    keys = split_heads(cache.keys, block.n_heads)
    values = split_heads(cache.values, block.n_heads)
    n = keys.shape[1]
    scores = Q @ keys.swapaxes(1, 2) * np.float32(1 / np.sqrt(block.d_head))
    visible = (np.arange(n) <= np.arange(n - t, n)[:, None]) & (np.arange(n) > np.arange(n - t, n)[:, None] - 4)
    scores = np.where(visible, scores, np.float32(-np.inf))
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ values) @ block.W_o
    return x + feed_forward(x, block)
