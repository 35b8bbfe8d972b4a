# one row of scores at a time, stacked
import numpy as np


def attention_scores(Q, K):
    rows = []
    for q in Q:
        rows.append(K @ q / np.sqrt(len(q), dtype=Q.dtype))
    return np.stack(rows)
