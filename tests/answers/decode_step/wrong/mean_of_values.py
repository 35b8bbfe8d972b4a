# fails: equals; diagnosis: all_weights_alike
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return cache.values.mean(axis=0)
