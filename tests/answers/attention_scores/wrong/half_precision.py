# fails: equals; diagnosis: coarse_numbers
import numpy as np


def attention_scores(Q, K):
    return (Q.astype(np.float16) @ K.astype(np.float16).T / np.sqrt(Q.shape[1])).astype(Q.dtype)
