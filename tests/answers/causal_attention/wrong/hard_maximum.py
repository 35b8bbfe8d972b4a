# fails: equals; diagnosis: best_takes_all
import numpy as np


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T, -np.inf)
    return V[scores.argmax(axis=1)]
