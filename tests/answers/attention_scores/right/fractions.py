# exact rational dot products, rounded once
from fractions import Fraction
from math import sqrt

import numpy as np


def attention_scores(Q, K):
    exact = [[sum(Fraction(a) * Fraction(b) for a, b in zip(q, k)) for k in K.tolist()] for q in Q.tolist()]
    return np.array([[float(s) / sqrt(Q.shape[1]) for s in row] for row in exact]).astype(Q.dtype)
