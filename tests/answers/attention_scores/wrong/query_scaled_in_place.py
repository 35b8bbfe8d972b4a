# fails: inputs; diagnosis: changes_input
import math


def attention_scores(Q, K):
    Q /= math.sqrt(Q.shape[1])
    return Q @ K.T
