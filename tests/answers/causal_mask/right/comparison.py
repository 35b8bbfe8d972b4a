# positions compared by broadcasting
import numpy as np


def causal_mask(n):
    position = np.arange(n)
    return position[None, :] <= position[:, None]
