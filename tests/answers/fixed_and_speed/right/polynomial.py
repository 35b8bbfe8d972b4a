# np.polynomial
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    fixed, slope = np.polynomial.Polynomial.fit(bytes_each, seconds, 1).convert().coef
    return [float(fixed), float(1 / slope)]
