# fails: awkward; diagnosis: zero_taken_for_masked
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
    scores = np.tril(Q @ K.swapaxes(1, 2), n - t) * np.float32(1 / np.sqrt(block.d_head))
    scores[scores == 0] = -np.inf
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ V) @ block.W_o
    return x + feed_forward(x, block)
