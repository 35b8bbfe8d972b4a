# fails: equals; diagnosis: scale_by_length
import math


def attention_scores(Q, K):
    return Q.dot(K.T) / math.sqrt(len(K))
