# fails: line; diagnosis: smallest_time_for_fixed
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope = np.polyfit(bytes_each, seconds, 1)[0]
    return min(seconds), 1 / slope
