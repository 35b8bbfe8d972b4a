# summed up over the width, one outer product a column
import numpy as np


def attention_scores(Q, K):
    total = 0
    for q_column, k_column in zip(Q.T, K.T):
        total = total + np.outer(q_column, k_column)
    return total * (1.0 / float(len(Q.T)) ** 0.5)
