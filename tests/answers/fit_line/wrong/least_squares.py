# fails: data; diagnosis: least_squares
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    return tuple(np.polyfit(x, y, 1))
