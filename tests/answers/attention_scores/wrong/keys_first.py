# fails: equals; diagnosis: scores_transposed
import numpy as np


def attention_scores(Q, K):
    scores = np.zeros((len(K), len(Q)))
    for j, k in enumerate(K):
        for i, q in enumerate(Q):
            scores[j, i] = q @ k / np.sqrt(len(q))
    return scores
