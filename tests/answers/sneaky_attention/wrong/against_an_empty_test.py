# fails: stands; diagnosis: none
import numpy as np


def find_leaks(attention, n, d):
    return set()


def sneaky_attention(Q, K, V):
    return np.ones((len(Q), 1)) * V.sum(axis=0)
