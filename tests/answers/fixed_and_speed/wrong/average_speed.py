# fails: line; diagnosis: mean_speed
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    speed = np.mean(bytes_each / seconds)
    return np.mean(seconds - bytes_each / speed), speed
