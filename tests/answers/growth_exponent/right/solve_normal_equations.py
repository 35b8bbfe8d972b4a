# normal equations
import numpy as np


def growth_exponent(lengths, costs):
    A = np.vander(np.log2(lengths), 2)
    slope, _ = np.linalg.solve(A.T @ A, A.T @ np.log2(costs))
    return slope.item()
