# fails: equals; diagnosis: padding_not_masked
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def batched_block_step(X, block, caches, positions):
    B, h, d = len(X), block.n_heads, block.d_head
    normed = rms_norm(X, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, h), positions)
    K = join_heads(rotate(split_heads(normed @ block.W_k, h), positions))
    V = normed @ block.W_v
    for b in range(B):
        caches[b].append(K[b], V[b])
    longest = max(len(cache) for cache in caches)
    rows = []
    for b, cache in enumerate(caches):
        keys = np.vstack([cache.keys, np.zeros((longest - len(cache), h * d), X.dtype)])
        values = np.vstack([cache.values, np.zeros((longest - len(cache), h * d), X.dtype)])
        scores = Q[:, b : b + 1] @ split_heads(keys, h).swapaxes(1, 2) / np.sqrt(d).astype(X.dtype)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights = weights / weights.sum(axis=-1, keepdims=True)
        rows.append(join_heads(weights @ split_heads(values, h))[0])
    X = X + np.array(rows) @ block.W_o
    return X + feed_forward(X, block)
