# grows the change until something moves
import numpy as np


def find_leaks(attention, n, d):
    rng = np.random.default_rng(9)
    base_inputs = rng.standard_normal((3, n, d))
    base = attention(*base_inputs)

    def depends(i, j):
        for step in range(8 * 6):
            power, case = step // 6 - 1, step % 6
            bumped = base_inputs.copy()
            bumped[case % 3, j, :] += 10.0**power * (1 if case < 3 else -1)
            row = attention(*bumped)[i]
            if np.isnan(row).any() or np.max(np.abs(row - base[i])) > 0:
                return True
        return False

    return {(i, j) for i in range(n) for j in range(i + 1, n) if depends(i, j)}
