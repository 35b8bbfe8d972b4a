# NumPy
import numpy as np


def roofline_seconds(flops, bytes_moved, flops_per_second, bytes_per_second):
    return np.maximum(flops / flops_per_second, bytes_moved / bytes_per_second)
