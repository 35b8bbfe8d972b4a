# fails: equals; diagnosis: keys_and_values_of_two_groups
import numpy as np


def grouped_query_decode_step(Q, K, V):
    n_heads, d = Q.shape
    n_kv_heads = K.shape[0]
    out = np.empty_like(Q)
    for h in range(n_heads):
        g = h * n_kv_heads // n_heads
        scores = K[g] @ Q[h] / np.sqrt(d)
        scores = scores - scores.max()
        weights = np.exp(scores)
        weights = weights / weights.sum()
        out[h] = weights @ V[h % n_kv_heads]
    return out
