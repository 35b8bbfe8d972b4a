# fails: lists; diagnosis: arrays_only
# arrays only, no lists
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(lengths.astype(float)), np.log(costs.astype(float))
    return ((x * y).mean() - x.mean() * y.mean()) / x.var()
