# fails: dtype; diagnosis: float64_for_float32
import numpy as np


def attention_scores(Q, K):
    scores = np.zeros((len(Q), len(K)))
    for i, q in enumerate(Q):
        for j, k in enumerate(K):
            scores[i, j] = (q * k).sum() / len(q) ** 0.5
    return scores
