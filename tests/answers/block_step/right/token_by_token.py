# a chunk is a loop over single tokens
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def one_token(x, block, cache, position):
    normed = rms_norm(x, block.attention_gain)[None]
    q, k = (rotate(split_heads(normed @ W, block.n_heads), [position]) for W in (block.W_q, block.W_k))
    cache.append(join_heads(k)[0], (normed @ block.W_v)[0])
    out = np.empty_like(x)
    for h in range(block.n_heads):
        own = slice(h * block.d_head, (h + 1) * block.d_head)
        scores = cache.keys[:, own] @ q[h, 0] / np.float32(np.sqrt(block.d_head))
        weights = np.exp(scores - scores.max())
        out[own] = weights @ cache.values[:, own] / weights.sum()
    x = x + out @ block.W_o
    return x + feed_forward(x, block)


def block_step(x, block, cache, position):
    return np.array([one_token(row, block, cache, position + i) for i, row in enumerate(x)])
