# fails: awkward; diagnosis: equal_tokens_merged
# equal keys: a dict keeps one
import numpy as np

def attention_scores(Q, K):
    place = {tuple(k): j for j, k in enumerate(K)}
    out = np.zeros((len(Q), len(K)), Q.dtype)
    for i, q in enumerate(Q):
        for k, j in place.items():
            out[i, j] = q @ np.array(k, Q.dtype) / Q.shape[1] ** 0.5
    return out
