# fails: data; diagnosis: slope_of_least_squares
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    s, f = np.polyfit(x, y, 1)
    return s, np.median(y - s * x)
