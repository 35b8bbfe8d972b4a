# fails: data; diagnosis: fixed_left_out
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    i, j = np.triu_indices(len(x), 1)
    m = np.median((y[j] - y[i]) / (x[j] - x[i]))
    return m, 0.0
