# fails: equals; diagnosis: whole_numbers
import numpy as np


def attention_scores(Q, K):
    scores = np.zeros((len(Q), len(K)), dtype=int)
    for i in range(len(Q)):
        scores[i] = K @ Q[i] / np.sqrt(K.shape[1])
    return scores
