# fails: equals; diagnosis: ends_early
import numpy as np
import math

def causal_attention(Q, K, V):
    n=len(Q)
    s=Q@K.T/math.sqrt(Q.shape[1])
    s=np.where((np.tri(n)==1)&(np.tri(n,k=-16)==0),s,-np.inf)
    e=np.exp(s-s.max(1,keepdims=True))
    return e/e.sum(1,keepdims=True)@V
