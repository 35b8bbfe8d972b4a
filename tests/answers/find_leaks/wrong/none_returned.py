# fails: equals; diagnosis: nothing_returned
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.default_rng(3).normal(size=(3, n, d))
    base = attention(Q, K, V)
    for j in range(n):
        P = V.copy()
        P[j] = 1e6
        print(attention(Q, K, P) - base)
