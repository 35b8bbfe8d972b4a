# np.allclose row by row, unseeded random changes
import numpy as np


def find_leaks(attention, n, d):
    Q, K, V = np.random.randn(n, d), np.random.randn(n, d), np.random.randn(n, d)
    out = attention(Q, K, V)
    leaks = []
    for i in range(n):
        for j in range(i + 1, n):
            Q1, K1, V1 = np.array(Q), np.array(K), np.array(V)
            Q1[j] += 1e6 * np.random.choice([-1, 1], size=d)
            K1[j] += 1e6 * np.random.choice([-1, 1], size=d)
            V1[j] += 1e6 * np.random.choice([-1, 1], size=d)
            if not np.allclose(attention(Q1, K1, V1)[i], out[i]):
                leaks.append((i, j))
    return set(leaks)
