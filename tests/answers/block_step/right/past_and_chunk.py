# past unmasked, chunk masked, in place
import numpy as np
from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads

def block_step(x, block, cache, position):
    t = len(x)
    normed = rms_norm(x, block.attention_gain)
    positions = np.arange(t) + position
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    V = normed @ block.W_v
    cache.append(join_heads(K), V)
    Ks, Vs = split_heads(cache.keys, block.n_heads), split_heads(cache.values, block.n_heads)
    scores = Q @ Ks.swapaxes(1, 2)
    scores *= np.float32(1 / np.sqrt(block.d_head))
    chunk = scores[:, :, len(cache) - t:]
    chunk += np.triu(np.full((t, t), -np.inf, dtype=np.float32), 1)
    scores -= scores.max(-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(-1, keepdims=True)
    x = x + join_heads(scores @ Vs) @ block.W_o
    x += feed_forward(x, block)
    return x
