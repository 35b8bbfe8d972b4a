# fails: data; diagnosis: slopes_from_first_point
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    slope = np.median((y[1:] - y[0]) / (x[1:] - x[0]))
    return slope, np.median(y - slope * x)
