# recursive
import math

import numpy as np


def causal_attention(Q, K, V):
    n=len(Q)
    s=Q@K.T/math.sqrt(Q.shape[1])
    if n==0: return np.zeros_like(V)
    e=np.exp(s[-1]-s[-1].max())
    return np.vstack([causal_attention(Q[:-1],K[:-1],V[:-1]),(e/e.sum()@V)[None]]).astype(V.dtype)
