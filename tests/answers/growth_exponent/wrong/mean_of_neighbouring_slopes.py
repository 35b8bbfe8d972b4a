# fails: data; diagnosis: mean_neighbour_slope
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    return np.mean(np.diff(y) / np.diff(x))
