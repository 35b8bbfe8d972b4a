# fails: data; diagnosis: last_two_points
import numpy as np


def growth_exponent(lengths, costs):
    return np.log(costs[-1] / costs[-2]) / np.log(lengths[-1] / lengths[-2])
