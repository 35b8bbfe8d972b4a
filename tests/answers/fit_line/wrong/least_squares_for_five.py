# fails: data; diagnosis: least_squares_for_few
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    if len(x) < 6:  # "too few to be choosy"
        return np.polyfit(x, y, 1)
    i, j = np.triu_indices(len(x), 1)
    slope = np.median((y[j] - y[i]) / (x[j] - x[i]))
    return slope, np.median(y - slope * x)
