# math.exp, and mixtures undone first
import math

import numpy as np


def merge(a, b):
    (x, m, s), (y, n, r) = a, b
    top = max(float(m), float(n))
    f, g = math.exp(float(m) - top), math.exp(float(n) - top)
    total = float(s) * f + float(r) * g
    return ((x * float(s)) * f + (y * float(r)) * g) / total, top, total
