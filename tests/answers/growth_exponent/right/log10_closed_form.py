# decimal logarithms, the closed form, a plain float
import numpy as np


def growth_exponent(lengths, costs):
    x = np.log10(np.asarray(lengths, dtype=float))
    y = np.log10(np.asarray(costs, dtype=float))
    x = x - x.mean()
    return float((x * (y - y.mean())).sum() / (x * x).sum())
