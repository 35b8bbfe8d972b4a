# fails: equals; diagnosis: one_number_for_a_query
import numpy as np


def attention_scores(Q, K):
    n = min(len(Q), len(K))
    return (Q[:n] * K[:n]).sum(axis=1) / np.sqrt(Q.shape[1])
