# fails: data; diagnosis: none
import numpy as np


def growth_exponent(lengths, costs):
    return abs(np.polyfit(np.log(lengths), np.log(costs), 1)[0])
