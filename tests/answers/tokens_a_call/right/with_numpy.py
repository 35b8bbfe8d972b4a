# powers in an array
import numpy as np


def tokens_a_call(alpha, k):
    return (float(alpha) ** np.arange(k + 1)).sum()
