# fails: equals; diagnosis: weighted_points
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope, fixed = np.polyfit(bytes_each, seconds, 1, w=1/seconds)
    return fixed, 1/slope
