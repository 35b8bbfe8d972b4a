# fails: line; diagnosis: gigabytes_a_second
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope, fixed = np.polyfit(bytes_each, seconds, 1)
    return fixed, 1 / slope / 1e9
