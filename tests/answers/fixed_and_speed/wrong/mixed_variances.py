# fails: line; diagnosis: two_kinds_of_variance
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope = np.cov(bytes_each, seconds)[0, 1] / bytes_each.var()
    return seconds.mean() - slope * bytes_each.mean(), 1 / slope
