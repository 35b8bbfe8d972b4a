# fails: shape; diagnosis: queries_for_values
import math

import numpy as np


def causal_attention(Q, K, V):
    n=len(Q)
    s=Q@K.T/math.sqrt(Q.shape[1])
    s=np.where(np.tri(n)==1,s,-np.inf)
    e=np.exp(s-s.max(1,keepdims=True))
    return e/e.sum(1,keepdims=True)@Q
