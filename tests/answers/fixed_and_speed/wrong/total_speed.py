# fails: line; diagnosis: mean_speed
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    return 0.0, np.sum(bytes_each) / np.sum(seconds)
