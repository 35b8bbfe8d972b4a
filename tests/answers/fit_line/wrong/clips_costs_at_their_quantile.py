# fails: data; diagnosis: none
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    y = np.minimum(y, np.quantile(y, 0.8))
    return np.polyfit(x, y, 1)
