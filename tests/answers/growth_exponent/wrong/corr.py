# fails: data; diagnosis: correlation
import numpy as np


def growth_exponent(lengths, costs):
    return np.corrcoef(np.log(lengths), np.log(costs))[0, 1]
