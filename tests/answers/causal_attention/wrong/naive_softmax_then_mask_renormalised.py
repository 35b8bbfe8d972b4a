# fails: causality; diagnosis: naive_exp_then_mask
import numpy as np


def causal_attention(Q, K, V):
    exps = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    weights = exps / exps.sum(axis=1, keepdims=True) * np.tri(len(Q))
    return weights / weights.sum(axis=1, keepdims=True) @ V
