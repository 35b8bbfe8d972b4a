# median slope between neighbours
import numpy as np


def fit_line(lengths, costs):
    order = np.argsort(lengths)
    x, y = np.asarray(lengths, float)[order], np.asarray(costs, float)[order]
    slope = np.median(np.diff(y) / np.diff(x))
    return slope, np.median(y - slope * x)
