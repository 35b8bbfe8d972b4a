# fails: equals; diagnosis: whole_numbers
import math


def attention_scores(Q, K):
    return Q @ K.T // math.sqrt(Q.shape[1])
