# one set of arrays, each change taken back
import numpy as np


def find_leaks(attention, n, d):
    arrays = [np.random.default_rng(k).normal(size=(n, d)) for k in range(3)]
    before = np.array(attention(*arrays))
    leaks = set()
    for j in range(n):
        for array, size in [(a, s) for a in arrays for s in (1e6, -1e6)]:
            kept = array[j].copy()
            array[j] = kept + size
            after = np.array(attention(*array_list(arrays)))
            array[j] = kept
            for i in range(j):
                with np.errstate(invalid="ignore"):
                    if not np.abs(after[i] - before[i]).max() <= 0:
                        leaks.add((i, j))
    return leaks


def array_list(arrays):
    return [array.copy() for array in arrays]
