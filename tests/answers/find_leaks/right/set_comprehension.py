# both directions, sizes from small to large, one comprehension
import numpy as np


def find_leaks(attention, n, d):
    start = np.random.RandomState(3).randn(3, n, d)
    base = attention(*start)

    def after(j, size, which):
        moved = start.copy()
        moved[which, j] += size
        return attention(*moved)

    return {
        (i, j)
        for j in range(n)
        for size in (1, -1, 1e3, 1e6, -1e6)
        for which in range(3)
        for i, row in enumerate(after(j, size, which)[:j])
        if not (row == base[i]).all()
    }
