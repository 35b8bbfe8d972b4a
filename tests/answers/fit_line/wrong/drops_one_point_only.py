# fails: data; diagnosis: one_outlier_dropped
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    slope, fixed = np.polyfit(x, y, 1)
    worst = np.abs(y - slope * x - fixed).argmax()
    return np.polyfit(np.delete(x, worst), np.delete(y, worst), 1)
