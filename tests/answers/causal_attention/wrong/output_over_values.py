# fails: inputs; diagnosis: changes_input
import numpy as np


def causal_attention(Q, K, V):
    for i in reversed(range(len(Q))):
        s = K[:i + 1] @ Q[i] / np.sqrt(K.shape[1])
        e = np.exp(s - s.max())
        V[i] = e / e.sum() @ V[:i + 1]
    return V
