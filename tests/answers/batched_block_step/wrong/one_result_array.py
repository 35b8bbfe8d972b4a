# fails: shape; diagnosis: shared_result
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


result = {}


def batched_block_step(X, block, caches, positions):
    normed = rms_norm(X, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = join_heads(rotate(split_heads(normed @ block.W_k, block.n_heads), positions))
    V = normed @ block.W_v
    heads = np.empty_like(X)
    for b, cache in enumerate(caches):
        cache.append(K[b], V[b])
        keys, values = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
        scores = Q[:, b : b + 1] @ keys.swapaxes(1, 2) / np.sqrt(block.d_head).astype(X.dtype)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        heads[b] = join_heads(weights @ values)[0]
    X = X + heads @ block.W_o
    out = result.setdefault((X.shape, X.dtype), np.empty_like(X))
    out[...] = X + feed_forward(X, block)
    return out
