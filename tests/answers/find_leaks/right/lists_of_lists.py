# plain lists, one number of a token at a time
import random


def find_leaks(attention, n, d):
    random.seed(5)
    make = lambda: [[random.gauss(0, 1) for _ in range(d)] for _ in range(n)]
    toks = [make(), make(), make()]
    b = attention(*toks)
    res = []
    for j in range(n):
        for w in range(3):
            for c in range(2 * d):
                changed = [[list(r) for r in m] for m in toks]
                changed[w][j][c % d] = 1e6 if c < d else -1e6
                a = attention(*changed)
                for i in range(j):
                    same = all(float(x) == float(y) for x, y in zip(a[i], b[i]))
                    if not same and (i, j) not in res:
                        res.append((i, j))
    return set(res)
