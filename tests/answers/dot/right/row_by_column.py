# row by column
import numpy as np

def dot(q, k):
    return (np.reshape(q, (1, -1)) @ np.reshape(k, (-1, 1)))[0, 0]
