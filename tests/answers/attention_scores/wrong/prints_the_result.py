# fails: equals; diagnosis: nothing_returned
import numpy as np


def attention_scores(Q, K):
    print(Q @ K.T / np.sqrt(Q.shape[1]))
