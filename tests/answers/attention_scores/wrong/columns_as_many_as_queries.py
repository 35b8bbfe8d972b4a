# fails: equals; diagnosis: columns_of_queries
import numpy as np


def attention_scores(Q,K):
    out=np.zeros((len(Q),len(K)),Q.dtype)
    for i in range(len(Q)):
        for j in range(len(Q)):
            out[i,j]=Q[i]@K[j]/np.sqrt(Q.shape[1])
    return out
