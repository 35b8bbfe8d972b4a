# fails: numerics; diagnosis: mask_not_low_enough
import numpy as np
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads

def block_step(x, block, cache, position):
    t = len(x)
    positions = np.arange(position, position + t)
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    cache.append(join_heads(K), normed @ block.W_v)
    K, V = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    n = len(cache)
    scores = Q @ K.swapaxes(1, 2) * np.float32(1 / np.sqrt(block.d_head))
    scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, np.float32(-1e4))
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ V) @ block.W_o
    return x + feed_forward(x, block)
