# fails: data; diagnosis: one_outlier_dropped
import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, float), np.array(costs, float)
    s, f = np.polyfit(x, y, 1)
    worst = np.argmax(y - s * x - f)
    s, f = np.polyfit(np.delete(x, worst), np.delete(y, worst), 1)
    return s, f
