# fails: data; diagnosis: another_type
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    return np.polyfit(x, y, 1)
