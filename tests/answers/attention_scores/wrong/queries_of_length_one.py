# fails: equals; diagnosis: one_side_normalised
import numpy as np


def attention_scores(Q, K):
    return (Q/np.linalg.norm(Q,axis=1,keepdims=True))@K.T/np.sqrt(Q.shape[1])
