# Q, K and V changed separately
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(7)
    inputs = {name: rng.normal(size=(n, d)) for name in "QKV"}
    before = attention(**inputs)
    found = set()
    for name in inputs:
        for j in range(n):
            for number in (1e6, -1e6):
                changed = dict(inputs)
                changed[name] = inputs[name].copy()
                changed[name][j] = number
                after = attention(**changed)
                moved = ~np.isclose(after, before, rtol=0, atol=0).all(axis=1)
                found.update((int(i), j) for i in np.flatnonzero(moved) if i < j)
    return found
