# a running softmax over blocks of 32 keys
import numpy as np


def decode_step(q, k, v, cache, block=32):
    cache.append(k, v)
    keys, values = cache.keys, cache.values
    m, total, acc = -np.inf, 0.0, np.zeros_like(v)
    q = q / np.sqrt(len(q)).astype(q.dtype)
    for a in range(0, len(keys), block):
        s = keys[a:a + block] @ q
        new_m = max(m, s.max())
        w = np.exp(s - new_m)
        scale = np.exp(m - new_m)
        acc = acc * scale + w @ values[a:a + block]
        total = total * scale + w.sum()
        m = new_m
    return (acc / total).astype(v.dtype)
