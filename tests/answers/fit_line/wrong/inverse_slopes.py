# fails: data; diagnosis: tokens_for_cost
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    i, j = np.triu_indices(len(x), 1)
    slope = np.median((x[j] - x[i]) / (y[j] - y[i]))
    return slope, np.median(y - slope * x)
