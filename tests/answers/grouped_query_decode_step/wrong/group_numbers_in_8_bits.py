# fails: equals; diagnosis: right_for_few_tokens
import numpy as np


def grouped_query_decode_step(Q, K, V):
    group = np.repeat(np.arange(len(K)), len(Q) // len(K)).astype(np.int8)
    out = np.empty_like(Q)
    for h, q in enumerate(Q):
        scores = K[group[h]] @ q / np.sqrt(len(q)).astype(q.dtype)
        weights = np.exp(scores - scores.max())
        out[h] = weights @ V[group[h]] / weights.sum()
    return out
