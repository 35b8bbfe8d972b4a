# fails: data; diagnosis: pulled_by_a_point
# Tukey’s line through the medians of the outer thirds
import numpy as np


def fit_line(lengths, costs):
    order = np.argsort(lengths)
    x, y = np.asarray(lengths, float)[order], np.asarray(costs, float)[order]
    third = len(x) // 3
    left, right = slice(None, third), slice(-third, None)
    slope = 0.0
    for _ in range(60):
        r = y - slope * x
        slope += (np.median(r[right]) - np.median(r[left])) / (np.median(x[right]) - np.median(x[left]))
    return slope, np.median(y - slope * x)
