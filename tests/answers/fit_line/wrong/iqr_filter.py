# fails: data; diagnosis: highest_costs_dropped
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    a, b = np.percentile(y, [25, 75])
    keep = y <= b + 1.5 * (b - a)
    return tuple(np.polyfit(x[keep], y[keep], 1))
