# fails: data; diagnosis: pulled_by_a_point
# absolute error, ternary search over the slope
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)

    def error(slope):
        rest = y - slope * x
        return np.abs(rest - np.median(rest)).sum()

    low, high = -y.max() / x.min(), y.max() / x.min()
    for _ in range(200):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if error(a) < error(b):
            high = b
        else:
            low = a
    slope = (low + high) / 2
    return slope, np.median(y - slope * x)
