# fails: data; diagnosis: clipped_once
import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, float), np.array(costs, float)
    s, f = np.polyfit(x, y, 1)
    r = y - s * x - f
    keep = np.abs(r) <= 2 * r.std()
    s, f = np.polyfit(x[keep], y[keep], 1)
    return s, f
