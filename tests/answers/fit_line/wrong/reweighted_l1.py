# fails: data; diagnosis: pulled_by_a_point
# iteratively reweighted least squares, weights 1/|r|
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    weights = np.ones_like(x)
    for _ in range(100):
        per_token, fixed = np.polyfit(x, y, 1, w=np.sqrt(weights))
        remainder = np.abs(y - per_token * x - fixed)
        weights = 1 / np.maximum(remainder, 1e-9 * np.abs(y).max())
    return per_token, fixed
