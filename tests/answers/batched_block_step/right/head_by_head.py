# two loops, over texts and heads
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def attend(q, K, V):
    scores = K @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    return weights @ V / weights.sum()


def batched_block_step(X, block, caches, positions):
    normed = rms_norm(X, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    V = normed @ block.W_v
    outputs = []
    for b, cache in enumerate(caches):
        cache.append(np.concatenate([K[h, b] for h in range(block.n_heads)]), V[b])
        keys, values = cache.keys, cache.values
        parts = []
        for h in range(block.n_heads):
            columns = slice(h * block.d_head, (h + 1) * block.d_head)
            parts.append(attend(Q[h, b], keys[:, columns], values[:, columns]))
        outputs.append(np.concatenate(parts))
    X = X + np.array(outputs) @ block.W_o
    return X + feed_forward(X, block)
