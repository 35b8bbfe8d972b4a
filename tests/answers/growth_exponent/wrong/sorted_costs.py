# fails: data; diagnosis: costs_sorted_apart
import numpy as np


def growth_exponent(lengths, costs):
    return np.polyfit(np.log(np.sort(lengths)), np.log(np.sort(costs)), 1)[0]
