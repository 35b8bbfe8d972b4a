# fails: data; diagnosis: pulled_by_a_point
# Cauchy weights
import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, dtype=np.float64), np.array(costs, dtype=np.float64)
    A = np.c_[x, np.ones_like(x)]
    weights = np.ones_like(x)
    for _ in range(80):
        W = np.diag(weights)
        solution = np.linalg.solve(A.T @ W @ A, A.T @ W @ y)
        r = np.abs(y - A @ solution)
        weights = 1 / (1 + (r / (2.385 * (np.median(r) / 0.6745 + 1e-300))) ** 2)
    return solution[0], solution[1]
