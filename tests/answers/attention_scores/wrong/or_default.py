# fails: awkward; diagnosis: zero_score_missing
# a score of 0 is taken for missing
import numpy as np

def attention_scores(Q, K):
    out = np.full((len(Q), len(K)), -np.inf, Q.dtype)
    for i in range(len(Q)):
        for j in range(len(K)):
            s = Q[i] @ K[j]
            if s:
                out[i, j] = s / Q.shape[1] ** 0.5
    return out
