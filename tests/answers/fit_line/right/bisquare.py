# Tukey bisquare weights, starting from the median slope
import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, dtype=float), np.array(costs, dtype=float)
    i, j = np.triu_indices(len(x), 1)
    slope = np.median((y[i] - y[j]) / (x[i] - x[j]))
    fixed = np.median(y - slope * x)
    for _ in range(20):
        r = y - slope * x - fixed
        s = max(np.median(np.abs(r)) / 0.6745, 1e-12 * np.abs(y).max())
        u = np.clip(r / (4.685 * s), -1, 1)
        slope, fixed = np.polyfit(x, y, 1, w=1 - u ** 2)
    return slope, fixed
