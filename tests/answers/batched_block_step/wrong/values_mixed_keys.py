# fails: equals; diagnosis: mixes_keys
import numpy as np
from decodelab.designs import KVCache
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def batched_block_step(X, block, caches, positions):
    normed = rms_norm(X, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    K = join_heads(K)
    V = normed @ block.W_v
    mixed = np.empty_like(X)
    for b, cache in enumerate(caches):
        cache.append(K[b], V[b])
        keys = split_heads(cache.keys, block.n_heads)
        values = split_heads(cache.values, block.n_heads)
        scores = Q[:, b:b+1] @ keys.swapaxes(1, 2) * np.float32(block.d_head ** -0.5)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights = weights / weights.sum(axis=-1, keepdims=True)
        mixed[b] = join_heads(weights @ keys)[0]
    X = X + mixed @ block.W_o
    return X + feed_forward(X, block)
