# fails: line; diagnosis: polyfit_turned_round
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    fixed, slope = np.polyfit(bytes_each, seconds, 1)
    return fixed, 1 / slope
