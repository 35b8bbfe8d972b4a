# fails: data; diagnosis: cost_ratio
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    return costs[-1] / costs[0]
