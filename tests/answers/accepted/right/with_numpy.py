# a running product of what agrees
import numpy as np


def accepted(draft, choices):
    agree = np.array(draft, dtype=int) == np.array(choices[:-1], dtype=int)
    n = int(np.cumprod(agree).sum())
    return [int(t) for t in choices[: n + 1]]
