# one head after the other
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def block_step(x, block, cache, position):
    t = len(x)
    where = np.arange(position, position + t)
    normed = rms_norm(x, block.attention_gain)
    q = rotate(split_heads(normed @ block.W_q, block.n_heads), where)
    k = rotate(split_heads(normed @ block.W_k, block.n_heads), where)
    cache.append(join_heads(k), normed @ block.W_v)
    n, d = len(cache), block.d_head
    mixed = []
    for h in range(block.n_heads):
        own = slice(h * d, (h + 1) * d)
        scores = q[h] @ cache.keys[:, own].T * d ** -0.5
        for i in range(t):
            scores[i, n - t + i + 1:] = -np.inf
        mixed.append(softmax(scores) @ cache.values[:, own])
    x = x + np.concatenate(mixed, axis=1) @ block.W_o
    return x + feed_forward(x, block)
