# fails: data; diagnosis: median_neighbour_slope
import numpy as np

def growth_exponent(lengths, costs):
    return np.median(np.diff(np.log(costs)) / np.diff(np.log(lengths)))
