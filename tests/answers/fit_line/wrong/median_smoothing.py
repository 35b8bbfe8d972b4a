# fails: data; diagnosis: none
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    middle = [np.median(y[i - 1:i + 2]) for i in range(1, len(y) - 1)]
    return np.polyfit(x[1:-1], middle, 1)
