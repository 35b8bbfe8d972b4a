# np.polyfit on logarithms
import numpy as np


def growth_exponent(lengths, costs):
    return np.polyfit(np.log(lengths), np.log(costs), 1)[0]
