# fails: cost; diagnosis: weights_for_each_text
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def step_of_one(x, block, cache, position):
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), [position])
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), [position])
    cache.append(join_heads(K), normed @ block.W_v)
    keys, values = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    scores = Q @ keys.swapaxes(1, 2) / np.sqrt(block.d_head).astype(x.dtype)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ values) @ block.W_o
    return x + feed_forward(x, block)


def batched_block_step(X, block, caches, positions):
    rows = [step_of_one(X[b : b + 1], block, caches[b], positions[b]) for b in range(len(X))]
    return np.concatenate(rows)
