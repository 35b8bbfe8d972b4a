# fails: data; diagnosis: slopes_of_some_pairs
import numpy as np
def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    o = np.argsort(x); x, y = x[o], y[o]
    n = len(x); half = n // 2
    m = n - half
    slopes = (y[m:] - y[:half]) / (x[m:] - x[:half])
    s = np.median(slopes)
    return s, np.median(y - s * x)
