# plain Python floats, one number at a time
import math

import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def block_step(x, block, cache, position):
    positions = [position + i for i in range(len(x))]
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    cache.append(join_heads(K), normed @ block.W_v)
    keys, values, d = cache.keys.tolist(), cache.values.tolist(), block.d_head
    before = len(cache) - len(x)
    mixed = []
    for i in range(len(x)):
        row = []
        for h in range(block.n_heads):
            q = Q[h, i].tolist()
            scores = [dot(q, key[h * d:(h + 1) * d]) / math.sqrt(d) for key in keys[:before + i + 1]]
            top = max(scores)
            weights = [math.exp(s - top) for s in scores]
            total = sum(weights)
            for j in range(h * d, (h + 1) * d):
                row.append(sum(w * value[j] for w, value in zip(weights, values)) / total)
        mixed.append(row)
    x = x + np.array(mixed, dtype=x.dtype) @ block.W_o
    return x + feed_forward(x, block)
