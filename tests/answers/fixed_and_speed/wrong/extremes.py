# fails: equals; diagnosis: ends_only
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    low, high = np.argmin(bytes_each), np.argmax(bytes_each)
    slope = (seconds[high] - seconds[low]) / (bytes_each[high] - bytes_each[low])
    return seconds[low] - slope * bytes_each[low], 1 / slope
