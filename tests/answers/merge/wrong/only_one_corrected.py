# fails: equals; diagnosis: one_part_not_corrected
import numpy as np


def merge(a, b):
    (xa, ma, za), (xb, mb, zb) = a, b
    m = max(ma, mb)
    wa, wb = za, zb * np.exp(mb - m)
    return (wa * xa + wb * xb) / (wa + wb), m, wa + wb
