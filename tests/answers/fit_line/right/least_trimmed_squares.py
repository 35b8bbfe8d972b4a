# least trimmed squares over all pairs
from itertools import combinations

import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    h = int(np.ceil(0.8 * len(x)))

    def line(i, j):
        slope = (y[j] - y[i]) / (x[j] - x[i])
        return slope, y[i] - slope * x[i]

    def trimmed(line):
        return np.sort((y - line[0] * x - line[1]) ** 2)[:h].sum()

    slope, fixed = min((line(i, j) for i, j in combinations(range(len(x)), 2)), key=trimmed)
    kept = np.argsort(np.abs(y - slope * x - fixed))[:h]
    return np.polyfit(x[kept], y[kept], 1)
