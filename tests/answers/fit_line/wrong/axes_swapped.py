# fails: data; diagnosis: cost_against_length_swapped
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(costs, float), np.asarray(lengths, float)
    i, j = np.triu_indices(len(x), 1)
    s = np.median((y[j] - y[i]) / (x[j] - x[i]))
    return s, np.median(y - s * x)
