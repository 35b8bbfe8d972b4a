# fails: line; diagnosis: through_the_origin
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope = np.sum(bytes_each * seconds) / np.sum(bytes_each ** 2)
    return 0.0, 1 / slope
