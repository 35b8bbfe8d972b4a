# fails: data; diagnosis: two_cheapest_points
import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, float), np.array(costs, float)
    i = np.argsort(y)[:2]
    s = (y[i[1]] - y[i[0]]) / (x[i[1]] - x[i[0]])
    return s, y[i[0]] - s * x[i[0]]
