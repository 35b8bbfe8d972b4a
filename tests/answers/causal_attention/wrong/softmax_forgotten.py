# fails: numerics; diagnosis: no_softmax
import numpy as np



def causal_attention(Q, K, V):
    s = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    return s @ V
