# fails: equals; diagnosis: changes_upwards_only
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(7)
    inputs = {name: rng.normal(size=(n, d)) for name in "QKV"}
    before = attention(**inputs)
    found = set()
    for name in inputs:
        for j in range(n):
            changed = dict(inputs)
            changed[name] = inputs[name].copy()
            changed[name][j] = 1e6
            after = attention(**changed)
            moved = ~np.isclose(after, before, rtol=0, atol=1e-9).all(axis=1)
            found.update((int(i), j) for i in np.flatnonzero(moved) if i < j)
    return found
