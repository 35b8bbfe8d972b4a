# fails: data; diagnosis: two_ends
import numpy as np


def growth_exponent(lengths, costs):
    i, j = int(np.argmin(lengths)), int(np.argmax(lengths))
    return (np.log(costs[j]) - np.log(costs[i])) / (np.log(lengths[j]) - np.log(lengths[i]))
