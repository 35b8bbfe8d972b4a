# fails: dtype; diagnosis: float64_for_float32
import numpy as np


def causal_attention(Q, K, V):
    output = np.zeros(V.shape)
    for i, q in enumerate(Q):
        scores = K[:i + 1] @ q / float(np.sqrt(len(q)))
        weights = np.exp(scores - scores.max())
        output[i] = weights @ V[:i + 1] / weights.sum()
    return output
