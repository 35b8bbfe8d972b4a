# loops over heads, queries and keys with plain floats
import math

import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d_head = d_model // n_heads
    Q, K, V = (X @ W_q).tolist(), (X @ W_k).tolist(), (X @ W_v).tolist()
    merged = [[0.0] * d_model for _ in range(n)]
    for h in range(n_heads):
        for i in range(n):
            columns = range(h * d_head, (h + 1) * d_head)
            scores = [sum(Q[i][c] * K[j][c] for c in columns) / math.sqrt(d_head) for j in range(i + 1)]
            top = max(scores)
            exps = [math.exp(s - top) for s in scores]
            for c in columns:
                merged[i][c] = sum(e * V[j][c] for j, e in enumerate(exps)) / sum(exps)
    return (np.array(merged) @ W_o).astype(X.dtype)
