# fails: inputs; diagnosis: changes_input
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    mean = bytes_each.mean()
    bytes_each -= mean
    slope = bytes_each @ seconds / (bytes_each @ bytes_each)
    return seconds.mean() - slope * mean, 1 / slope
