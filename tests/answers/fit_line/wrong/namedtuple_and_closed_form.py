# fails: data; diagnosis: pulled_by_a_point
# outliers by median absolute deviation, then the closed form of least squares
from collections import namedtuple

import numpy as np

Line = namedtuple("Line", "per_token fixed")


def least_squares(x, y):
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return Line(slope, y.mean() - slope * x.mean())


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    for _ in range(5):
        line = least_squares(x, y)
        r = y - line.per_token * x - line.fixed
        spread = np.median(np.abs(r - np.median(r)))
        near = np.abs(r - np.median(r)) <= 4 * spread
        if near.sum() < 3:
            break
        x, y = x[near], y[near]
    return least_squares(x, y)
