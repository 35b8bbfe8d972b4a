# fails: equals; diagnosis: none
import numpy as np


def attention_scores(Q, K):
    print(Q @ K.T / np.sqrt(Q.shape[1]))
