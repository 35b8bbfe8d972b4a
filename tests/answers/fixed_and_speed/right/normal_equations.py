# the normal equations
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    A = np.column_stack([bytes_each, np.ones_like(bytes_each)])
    slope, fixed = np.linalg.solve(A.T @ A, A.T @ seconds)
    return fixed, 1 / slope
