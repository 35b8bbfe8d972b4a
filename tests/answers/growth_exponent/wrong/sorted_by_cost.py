# fails: data; diagnosis: costs_sorted_apart
import numpy as np


def growth_exponent(lengths, costs):
    return np.polyfit(np.log(lengths), np.log(sorted(costs)), 1)[0]
