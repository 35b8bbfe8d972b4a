# fails: equals; diagnosis: another_type
import math


def attention_scores(Q, K):
    return [[float(q @ k) / math.sqrt(len(q)) for k in K] for q in Q]
