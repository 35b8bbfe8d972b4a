# fails: equals; diagnosis: another_projection
import numpy as np
from decodelab.designs import KVCache
from decodelab.model import attend_causally, block_forward, feed_forward, join_heads, rms_norm, rotate, split_heads


def block_step(x, block, cache, position):
    h = rms_norm(x, block.attention_gain)
    q, k, v = h @ block.W_q, h @ block.W_v, h @ block.W_k
    pos = [position + i for i in range(x.shape[0])]
    q = rotate(split_heads(q, block.n_heads), pos)
    k = rotate(split_heads(k, block.n_heads), pos)
    before = len(cache)
    cache.append(join_heads(k), v)
    all_k = split_heads(cache.keys, block.n_heads)
    all_v = split_heads(cache.values, block.n_heads)
    scale = np.float32(block.d_head ** -0.5)
    mixed = np.zeros_like(q)
    for head in range(block.n_heads):
        for i in range(len(x)):
            end = before + i + 1
            s = all_k[head, :end] @ q[head, i] * scale
            e = np.exp(s - s.max())
            mixed[head, i] = (e / e.sum()) @ all_v[head, :end]
    out = x + join_heads(mixed) @ block.W_o
    return out + feed_forward(out, block)
