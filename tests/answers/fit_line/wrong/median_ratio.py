# fails: data; diagnosis: cost_per_length
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    return np.median(y / x), 0.0
