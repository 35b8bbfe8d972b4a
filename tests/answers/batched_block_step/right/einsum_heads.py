# einsum over heads, all appends first
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


def batched_block_step(X, block, caches, positions):
    B, h, d = len(X), block.n_heads, block.d_head
    normed = rms_norm(X, block.attention_gain)
    Q = rotate((normed @ block.W_q).reshape(B, h, d).transpose(1, 0, 2), positions).transpose(1, 0, 2)
    K = rotate((normed @ block.W_k).reshape(B, h, d).transpose(1, 0, 2), positions).transpose(1, 0, 2)
    V = normed @ block.W_v
    for b in range(B):
        caches[b].append(K[b].reshape(-1), V[b])
    rows = []
    for b in range(B):
        keys = caches[b].keys.reshape(-1, h, d)
        values = caches[b].values.reshape(-1, h, d)
        scores = np.einsum("hd,nhd->hn", Q[b], keys) / np.sqrt(d).astype(X.dtype)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        weights = weights / weights.sum(axis=1, keepdims=True)
        rows.append(np.einsum("hn,nhd->hd", weights, values).reshape(-1))
    X = X + np.stack(rows) @ block.W_o
    return X + feed_forward(X, block)
