# fails: equals; diagnosis: sees_only_itself
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return v.copy()
