# fails: data; diagnosis: fixed_is_first_cost
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    i, j = np.triu_indices(len(x), 1)
    return np.median((y[j] - y[i]) / (x[j] - x[i])), y[0]
