# fails: line; diagnosis: slope_and_fixed
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    return tuple(np.polyfit(bytes_each, seconds, 1))
