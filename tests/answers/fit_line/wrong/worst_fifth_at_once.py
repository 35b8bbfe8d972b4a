# fails: data; diagnosis: worst_dropped_at_once
# least squares, the worst fifth dropped at once, least squares again
import numpy as np


def fit_line(lengths, costs):
    lengths, costs = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    slope, fixed = np.polyfit(lengths, costs, 1)
    off = np.abs(costs - (slope * lengths + fixed))
    keep = np.argsort(off)[:len(off) - len(off) // 5]
    slope, fixed = np.polynomial.Polynomial.fit(lengths[keep], costs[keep], 1).convert().coef[::-1]
    return slope, fixed
