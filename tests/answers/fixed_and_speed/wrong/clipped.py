# fails: equals; diagnosis: no_fixed_below_zero
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    x = np.asarray(bytes_each, dtype=float)
    y = np.asarray(seconds, dtype=float)
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    fixed = y.mean() - slope * x.mean()
    return max(0.0, fixed), 1 / slope
