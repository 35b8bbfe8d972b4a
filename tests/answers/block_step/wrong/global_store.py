# fails: cache; diagnosis: cache_stays_empty
import numpy as np

from decodelab.model import feed_forward, join_heads, rms_norm, rotate, split_heads


_store = {}


def block_step(x, block, cache, position):
    t = len(x)
    positions = np.arange(position, position + t)
    normed = rms_norm(x, block.attention_gain)
    Q = rotate(split_heads(normed @ block.W_q, block.n_heads), positions)
    K = rotate(split_heads(normed @ block.W_k, block.n_heads), positions)
    V = split_heads(normed @ block.W_v, block.n_heads)
    if position == 0:
        _store.clear()
    if 'K' in _store:
        K = np.concatenate([_store['K'], K], axis=1)
        V = np.concatenate([_store['V'], V], axis=1)
    _store['K'], _store['V'] = K, V
    n = K.shape[1]
    scores = Q @ K.swapaxes(1, 2) * np.float32(block.d_head ** -0.5)
    mask = np.tri(t, n, n - t, dtype=bool)
    scores = np.where(mask, scores, np.float32(-np.inf))
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    x = x + join_heads(weights @ V) @ block.W_o
    return x + feed_forward(x, block)
