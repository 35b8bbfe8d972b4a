# ones that stay once they appear
import numpy as np


def causal_mask(n):
    return np.logical_or.accumulate(np.eye(n, dtype=bool)[:, ::-1], axis=1)[:, ::-1]
