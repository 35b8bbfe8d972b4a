# fails: equals; diagnosis: changes_upwards_only
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(9)
    base_inputs = rng.standard_normal((3, n, d))
    base = attention(*base_inputs)

    def depends(i, j):
        for power in range(-1, 7):
            bumped = base_inputs.copy()
            bumped[:, j, :] += 10.0**power
            row = attention(*bumped)[i]
            if np.isnan(row).any() or np.max(np.abs(row - base[i])) > 0:
                return True
        return False

    return {(i, j) for i in range(n) for j in range(i + 1, n) if depends(i, j)}
