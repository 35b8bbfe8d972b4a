# fails: inputs; diagnosis: changes_input
import numpy as np


def fit_line(lengths, costs):
    if isinstance(costs, np.ndarray):
        top = costs.max()
        costs /= top
        slope, fixed = fit_line(lengths, costs.tolist())
        return slope * top, fixed * top
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    i, j = np.triu_indices(len(x), 1)
    slope = np.median((y[j] - y[i]) / (x[j] - x[i]))
    return slope, np.median(y - slope * x)
