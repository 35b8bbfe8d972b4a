# fails: equals; diagnosis: first_number_only
import numpy as np

def find_leaks(attention, n, d):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(3, n, d))
    base = attention(*x)
    leaks = set()
    for j in range(n):
        for w in range(3):
            for size in (1.0, -1.0, 1e4, -1e4, 1e6, -1e6):
                for c in range(d):
                    y = x.copy()
                    y[w, j, c] += size
                    after = attention(*y)
                    for i in range(j):
                        if after[i][0] != base[i][0]:
                            leaks.add((i, j))
    return leaks
