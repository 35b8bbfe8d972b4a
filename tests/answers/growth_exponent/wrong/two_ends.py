# fails: data; diagnosis: two_ends
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    return (y[-1] - y[0]) / (x[-1] - x[0])
