# fails: data; diagnosis: pulled_by_a_point
# Huber weights, ten rounds only
import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, dtype=float), np.array(costs, dtype=float)
    w = np.ones(len(y))
    for _ in range(10):
        slope, fixed = np.polyfit(x, y, 1, w=np.sqrt(w))
        r = np.abs(y - slope * x - fixed)
        s = np.median(r) / 0.6745 + 1e-300
        w = np.where(r <= 1.345 * s, 1.0, 1.345 * s / np.maximum(r, 1e-300))
    return slope, fixed
