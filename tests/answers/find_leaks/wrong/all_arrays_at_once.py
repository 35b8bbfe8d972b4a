# fails: equals; diagnosis: changes_all_arrays_at_once
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng()
    leaks = set()
    for _ in range(3):
        Q, K, V = [rng.normal(size=(n, d)) for _ in range(3)]
        reference = attention(Q, K, V)
        for j in range(1, n):
            Qp, Kp, Vp = Q.copy(), K.copy(), V.copy()
            for M in (Qp, Kp, Vp):
                M[j] += 1e6 * rng.normal(size=d)
            perturbed = attention(Qp, Kp, Vp)
            for i in range(j):
                if not np.array_equal(reference[i], perturbed[i], equal_nan=True):
                    leaks.add((i, j))
    return leaks
