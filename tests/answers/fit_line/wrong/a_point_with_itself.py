# fails: data; diagnosis: none

import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    per_token = np.median((y[:, None] - y) / (x[:, None] - x))
    return per_token, np.median(y - per_token * x)
