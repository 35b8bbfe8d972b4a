# fails: line; diagnosis: axes_swapped
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    speed, fixed = np.polyfit(seconds, bytes_each, 1)
    return fixed, speed
