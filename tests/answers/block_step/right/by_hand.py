# reshapes of its own
import numpy as np

from decodelab.model import feed_forward, rms_norm, rotate


def block_step(x, block, cache, position):
    t, d_model = x.shape
    h, d = block.n_heads, block.d_head
    normed = rms_norm(x, block.attention_gain)

    def heads(a):
        return a.reshape(-1, h, d).transpose(1, 0, 2)

    positions = list(range(position, position + t))
    q = rotate(heads(normed @ block.W_q), positions)
    k = rotate(heads(normed @ block.W_k), positions).transpose(1, 0, 2).reshape(t, d_model)
    cache.append(k, normed @ block.W_v)
    scores = np.matmul(q, heads(cache.keys).transpose(0, 2, 1)) * np.float32(1 / np.sqrt(d))
    scores += np.triu(np.full((t, len(cache)), -np.inf, dtype=np.float32), k=len(cache) - t + 1)
    scores = np.exp(scores - scores.max(axis=2)[..., None])
    mixed = np.matmul(scores / scores.sum(axis=2)[..., None], heads(cache.values))
    x = x + mixed.transpose(1, 0, 2).reshape(t, d_model) @ block.W_o
    return x + feed_forward(x, block)
