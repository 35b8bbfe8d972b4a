# fails: data; diagnosis: costs_sorted_apart
import numpy as np


def fit_line(lengths, costs):
    x, y = np.sort(np.asarray(lengths, float)), np.sort(np.asarray(costs, float))
    i, j = np.triu_indices(len(x), 1)
    s = np.median((y[j] - y[i]) / (x[j] - x[i]))
    return s, np.median(y - s * x)
