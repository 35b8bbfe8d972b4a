# fails: equals; diagnosis: equal_tokens
# equal values: mixtures never move
import numpy as np

def find_leaks(attention, n, d):
    Q = K = V = np.ones((n, d))
    base = attention(Q, K, V)
    leaks = set()
    for j in range(n):
        for size in (1.0, -1.0, 1e6, -1e6):
            for w in range(3):
                args = [Q.copy(), K.copy(), V.copy()]
                args[w][j] += size
                after = attention(*args)
                for i in range(j):
                    if (after[i] != base[i]).any():
                        leaks.add((i, j))
    return leaks
