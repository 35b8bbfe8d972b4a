# every way to leave out a fifth
import numpy as np
from itertools import combinations

def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    n = len(x)
    best = (np.inf, None)
    for out in combinations(range(n), n // 5):
        keep = [i for i in range(n) if i not in out]
        slope, fixed = np.polyfit(x[keep], y[keep], 1)
        error = ((y[keep] - slope * x[keep] - fixed) ** 2).sum()
        if error < best[0]:
            best = error, (slope, fixed)
    return best[1]
