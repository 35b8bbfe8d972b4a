# fails: data; diagnosis: weighted_by_cost
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    return np.polyfit(x, y, 1, w=1 / y)
