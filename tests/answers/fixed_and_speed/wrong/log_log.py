# fails: line; diagnosis: logarithms
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope, intercept = np.polyfit(np.log(bytes_each), np.log(seconds), 1)
    return np.exp(intercept), 1 / slope
