# fails: equals; diagnosis: split_without_swap
import numpy as np
from decodelab.designs import KVCache
from decodelab.model import attend_causally, block_forward, feed_forward, join_heads, rms_norm, rotate, split_heads


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def heads(m, h):
    return m.reshape(h, m.shape[0], -1)


def block_step(x, block, cache, position):
    nh, hd = block.n_heads, block.d_head
    y = rms_norm(x, block.attention_gain)
    pos = position + np.arange(x.shape[0])
    q = rotate(heads(y @ block.W_q, nh), pos)
    k = rotate(heads(y @ block.W_k, nh), pos)
    cache.append(k.transpose(1, 0, 2).reshape(len(x), -1), y @ block.W_v)
    kk = heads(cache.keys, nh)
    vv = heads(cache.values, nh)
    att = np.einsum('hqd,hkd->hqk', q, kk) / np.float32(np.sqrt(hd))
    mask = np.triu(np.ones(att.shape[1:], dtype=bool), k=1 + att.shape[2] - att.shape[1])
    att[:, mask] = -np.inf
    z = np.einsum('hqk,hkd->hqd', softmax(att), vv)
    x = x + z.transpose(1, 0, 2).reshape(len(x), -1) @ block.W_o
    return x + feed_forward(x, block)
