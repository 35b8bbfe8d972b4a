# fails: equals; diagnosis: softmax_block_by_block
import numpy as np


def attend_paged(q, cache):
    scale = 1 / np.sqrt(q.shape[0])
    S = [K.dot(q) * scale for K, V in cache.blocks()]
    m = max(s.max() for s in S)
    E = [np.exp(s - m) for s in S]
    E = [e / e.sum() for e in E]
    z = np.float64(1)
    return sum(e.dot(V) for e, (_, V) in zip(E, cache.blocks())).astype(V_dtype(cache)) / z.astype(V_dtype(cache))


def V_dtype(cache):
    return next(iter(cache.blocks()))[1].dtype
