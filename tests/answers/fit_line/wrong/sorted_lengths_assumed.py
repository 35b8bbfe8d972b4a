# fails: data; diagnosis: pulled_by_a_point
import numpy as np


def fit_line(lengths, costs):
    # the shortest and the longest length of what is left stand at the ends
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    i, j = np.triu_indices(len(x), 1)
    far = x[j] - x[i] >= (x[-1] - x[0]) / 4
    slope = np.median(((y[j] - y[i]) / (x[j] - x[i]))[far])
    return slope, np.median(y - slope * x)
