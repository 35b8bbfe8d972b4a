# fails: right; diagnosis: none
import numpy as np


def is_broken(play):
    ((keys, values, length),) = play([(np.ones((2, 3), np.float32), np.ones((2, 2), np.float32))])
    return keys.dtype != np.float64
