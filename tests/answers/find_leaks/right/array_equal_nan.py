# array_equal with equal_nan, normal numbers times a million, unseeded
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng()
    leaks = set()
    for _ in range(3):
        Q, K, V = [rng.normal(size=(n, d)) for _ in range(3)]
        reference = attention(Q, K, V)
        for j in range(1, n):
            for which in range(3):
                for sign in (1, -1):
                    inputs = [Q.copy(), K.copy(), V.copy()]
                    inputs[which][j] += sign * 1e6 * rng.uniform(0.5, 1, size=d)
                    perturbed = attention(*inputs)
                    for i in range(j):
                        if not np.array_equal(reference[i], perturbed[i], equal_nan=True):
                            leaks.add((i, j))
    return leaks
