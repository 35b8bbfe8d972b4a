# fails: data; diagnosis: pulled_by_a_point
# the half of the points that lies lowest, fitted again
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    slope, fixed = np.polyfit(x, y, 1)
    r = y - slope * x - fixed
    low = r <= np.median(r)
    return tuple(float(p) for p in np.polyfit(x[low], y[low], 1))
