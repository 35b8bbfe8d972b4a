# fails: causality; diagnosis: softmax_over_everything
import numpy as np


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    exps = np.exp(scores - scores.max())
    return exps / exps.sum() @ V
