# rows compared as bytes
import numpy as np


def find_leaks(attention, n, d):
    tokens = np.linspace(-1, 1, 3 * n * d).reshape(3, n, d)
    before = [row.tobytes() for row in attention(*tokens)]
    leaks = set()
    for j in range(n):
        for which, size in np.ndindex(3, 2):
            altered = tokens.copy()
            altered[which, j] = (-1e6, 1e6)[size]
            after = [row.tobytes() for row in attention(*altered)]
            leaks |= {(i, j) for i in range(j) if before[i] != after[i]}
    return leaks
