# fails: data; diagnosis: clipped_once
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    slope, fixed = np.polyfit(x, y, 1)
    r = y - slope * x - fixed
    keep = np.abs(r) < 3 * r.std()
    return np.polyfit(x[keep], y[keep], 1)
