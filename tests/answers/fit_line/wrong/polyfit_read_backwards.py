# fails: data; diagnosis: swapped_fit
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    fixed, slope = np.polyfit(x, y, 1)
    return slope, fixed
