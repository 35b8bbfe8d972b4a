# fails: data; diagnosis: lowest_dropped
import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, float), np.array(costs, float)
    for _ in range(len(x) // 5):
        s, f = np.polyfit(x, y, 1)
        worst = np.argmin(y - s * x - f)
        x, y = np.delete(x, worst), np.delete(y, worst)
    s, f = np.polyfit(x, y, 1)
    return s, f
