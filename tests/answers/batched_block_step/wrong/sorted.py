# fails: equals; diagnosis: rows_sorted
import numpy as np
from decodelab.designs import KVCache
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def one_text(q, cache, n_heads):
    out = []
    for h in range(n_heads):
        cols = slice(h * len(q[h]), (h + 1) * len(q[h]))
        s = cache.keys[:, cols] @ q[h] / np.float32(np.sqrt(len(q[h])))
        w = np.exp(s - np.max(s))
        out.append((w / np.sum(w)) @ cache.values[:, cols])
    return np.concatenate(out)


def batched_block_step(X, block, caches, positions):
    H = block.n_heads
    order = np.argsort(positions)
    X, positions, caches = X[order], np.asarray(positions)[order], [caches[i] for i in order]
    Y = rms_norm(X, block.attention_gain)
    q = rotate(split_heads(Y @ block.W_q, H), positions)
    k = join_heads(rotate(split_heads(Y @ block.W_k, H), positions))
    v = Y @ block.W_v
    for i in range(len(X)):
        caches[i].append(k[i:i+1], v[i:i+1])
    Z = np.array([one_text(q[:, i], caches[i], H) for i in range(len(X))])
    Y = X + Z @ block.W_o
    return Y + feed_forward(Y, block)
