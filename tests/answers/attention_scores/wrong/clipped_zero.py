# fails: equals; diagnosis: negative_scores_lost
# relu
import numpy as np

def attention_scores(Q, K):
    return np.maximum(Q @ K.T, 0) / Q.shape[1] ** 0.5
