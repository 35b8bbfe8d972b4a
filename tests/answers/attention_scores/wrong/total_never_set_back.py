# fails: equals; diagnosis: products_pile_up
import numpy as np


def attention_scores(Q,K):
    out=np.zeros((len(Q),len(K)),Q.dtype)
    t=0
    for i in range(len(Q)):
        for j in range(len(K)):
            for c in range(Q.shape[1]):
                t+=Q[i,c]*K[j,c]
            out[i,j]=t/np.sqrt(Q.shape[1])
    return out
