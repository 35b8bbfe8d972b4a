# fails: equals; diagnosis: none
import numpy as np


def attention_scores(Q, K):
    n = min(len(Q), len(K))
    return (Q[:n] * K[:n]).sum(axis=1) / np.sqrt(Q.shape[1])
