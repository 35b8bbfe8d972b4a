# fails: line; diagnosis: another_type
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    return 1 / np.polyfit(bytes_each, seconds, 1)[0]
