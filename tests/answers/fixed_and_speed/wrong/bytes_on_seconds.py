# fails: equals; diagnosis: axes_swapped
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    speed, intercept = np.polyfit(seconds, bytes_each, 1)
    return np.mean(seconds) - np.mean(bytes_each) / speed, speed
