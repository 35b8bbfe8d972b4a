# np.linalg.lstsq on two columns
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    columns = np.stack([np.ones(len(seconds)), bytes_each], axis=1)
    (fixed, slope), *_ = np.linalg.lstsq(columns, seconds, rcond=None)
    return np.array([fixed, 1 / slope])
