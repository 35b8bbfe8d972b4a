# fails: data; diagnosis: line_through_origin
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    return (x @ y) / (x @ x), 0.0
