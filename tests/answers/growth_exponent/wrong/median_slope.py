# fails: data; diagnosis: median_slope
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    i, j = np.triu_indices(len(x), 1)
    return np.median((y[j] - y[i]) / (x[j] - x[i]))
