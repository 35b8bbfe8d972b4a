# fails: equals; diagnosis: sign_flipped
import numpy as np


def attention_scores(Q, K):
    return -(Q@K.T)/np.sqrt(Q.shape[1])
