# fails: line; diagnosis: arguments_out_of_order
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope, fixed = np.polyfit(seconds, bytes_each, 1)
    return fixed, 1 / slope
