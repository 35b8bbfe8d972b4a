# fails: data; diagnosis: pulled_by_a_point
# points beyond two standard deviations are clipped until none is left
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    while True:
        slope, fixed = np.polyfit(x, y, 1)
        r = y - slope * x - fixed
        keep = np.abs(r) <= 2 * r.std()
        if keep.all() or keep.sum() < 3:
            return slope, fixed
        x, y = x[keep], y[keep]
