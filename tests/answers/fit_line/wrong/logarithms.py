# fails: data; diagnosis: log_log_line
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    slope, fixed = np.polyfit(np.log(x), np.log(y), 1)
    return slope, np.exp(fixed)
