# fails: cost; diagnosis: padded_to_the_longest
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
    keys = np.zeros((B, longest, X.shape[1]), X.dtype)
    values = np.zeros((B, longest, X.shape[1]), X.dtype)
    for b, cache in enumerate(caches):
        keys[b, : len(cache)], values[b, : len(cache)] = cache.keys, cache.values
    used = np.arange(longest) < np.array([len(cache) for cache in caches])[:, None]
    keys = keys.reshape(B, longest, h, d).transpose(0, 2, 3, 1)
    values = values.reshape(B, longest, h, d).transpose(0, 2, 1, 3)
    scores = (Q.transpose(1, 0, 2)[:, :, None] @ keys)[:, :, 0] / np.sqrt(d).astype(X.dtype)
    scores = np.where(used[:, None], scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    heads = (weights[:, :, None] @ values)[:, :, 0].reshape(B, -1)
    X = X + heads @ block.W_o
    return X + feed_forward(X, block)
