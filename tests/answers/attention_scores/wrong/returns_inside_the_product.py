# fails: equals; diagnosis: first_product_only
import math

import numpy as np


def dot(q, k):
    total = 0.0
    for a, b in zip(q, k):
        total += a * b
        return total


def attention_scores(Q, K):
    return np.array([[dot(q, k) / math.sqrt(len(q)) for k in K] for q in Q])
