# fails: line; diagnosis: fixed_with_another_sign
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slope = np.polyfit(bytes_each, seconds, 1)[0]
    return seconds.mean() + slope * bytes_each.mean(), 1 / slope
