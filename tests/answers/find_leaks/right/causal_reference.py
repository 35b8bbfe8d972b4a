# compared with the sequence cut off before the token
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(5)
    Q, K, V = (rng.normal(size=(n, d)).astype(np.float64) for _ in "QKV")
    variants = [rng.normal(size=(3, d)) for _ in range(2)]
    variants += [
        np.where(np.arange(3)[:, None] == w, s * 1e6, variants[0]) for w in range(3) for s in (1, -1)
    ]
    leaks = set()
    for j in range(n):
        outputs = []
        for new in variants:
            A, B, C = Q.copy(), K.copy(), V.copy()
            A[j], B[j], C[j] = new
            outputs.append(attention(A, B, C))
        for i in range(j):
            first, *others = [tuple(o[i].tolist()) for o in outputs]
            if any(other != first for other in others):
                leaks.add((i, j))
    return leaks
