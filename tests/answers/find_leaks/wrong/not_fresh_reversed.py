# fails: equals; diagnosis: changes_all_later_tokens
import numpy as np

def find_leaks(attention, n, d):
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, n, d))
    base = attention(Q, K, V)
    leaks = set()
    for j in reversed(range(n)):
        Q[j] += 1e6
        K[j] -= 1e6
        V[j] += 1
        after = attention(Q, K, V)
        for i in range(j):
            if (after[i] != base[i]).any():
                leaks.add((i, j))
    return leaks
