# fails: equals; diagnosis: last_product_left_out
import numpy as np


def attention_scores(Q, K):
    s = np.zeros((len(Q), len(K)))
    for c in range(Q.shape[1] - 1):
        s += np.outer(Q[:, c], K[:, c])
    return s / np.sqrt(Q.shape[1])
