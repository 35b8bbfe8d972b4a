# fails: causality; diagnosis: softmax_over_queries+scale_by_width
import numpy as np


def causal_attention(Q, K, V):
    s = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[-1], -np.inf)
    w = np.exp(s - s.max(0))
    return w / w.sum(0) @ V
