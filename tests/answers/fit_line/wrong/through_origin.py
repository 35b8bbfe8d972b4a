# fails: data; diagnosis: cost_per_length
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    slope = np.median(y / x)
    return slope, np.median(y - slope * x)
