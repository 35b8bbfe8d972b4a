# fails: data; diagnosis: none
import numpy as np


def growth_exponent(lengths, costs):
    costs = np.asarray(costs, dtype=float)
    return np.log2(np.mean(costs[1:] / costs[:-1]))
