# fails: data; diagnosis: mean_of_all_slopes
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(lengths), np.log(costs)
    i, j = np.triu_indices(len(x), 1)
    return np.mean((y[j] - y[i]) / (x[j] - x[i]))
