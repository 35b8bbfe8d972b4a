# fails: shape; diagnosis: number_of_arguments
import numpy as np


class KVCache:
    def __init__(d_k, d_v):
        keys, values = np.empty((0, d_k)), np.empty((0, d_v))
