# fails: shape; diagnosis: shape_of_a_vector
import numpy as np



def attention_scores(Q, K):
    return Q @ K.T / np.sqrt(Q.shape[1])


def causal_attention(Q, K, V):
    out = np.zeros_like(V)
    for i in range(len(Q)):
        s = attention_scores(Q[i], K[:i + 1])
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ V[:i + 1]
    return out
