# the token is replaced by large random numbers, several times
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(1)
    leaks = set()
    for trial in range(4):
        A = rng.uniform(-2, 2, size=(3, n, d))
        before = attention(A[0], A[1], A[2])
        for j in range(n):
            for which in range(6):
                B = np.copy(A)
                B[which // 2, j] = rng.uniform(0.5, 1, size=d) * 10.0 ** (2 * trial) * (-1) ** which
                changed = np.argwhere((attention(B[0], B[1], B[2]) != before).any(axis=1)).ravel().tolist()
                leaks.update((i, j) for i in changed if j > i)
    return leaks
