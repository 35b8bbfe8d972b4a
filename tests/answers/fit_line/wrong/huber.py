# fails: data; diagnosis: pulled_by_a_point
# Huber weights around a median absolute deviation
import numpy as np


def fit_line(lengths, costs):
    A = np.column_stack([lengths, np.ones(len(lengths))])
    y = np.asarray(costs, dtype=float)
    w = np.ones(len(y))
    for _ in range(60):
        root = np.sqrt(w)
        solution, *_ = np.linalg.lstsq(A * root[:, None], y * root, rcond=None)
        r = np.abs(y - A @ solution)
        scale = 1.4826 * np.median(r) + 1e-300
        w = np.minimum(1.0, 1.345 * scale / np.maximum(r, 1e-300))
    return tuple(solution)
