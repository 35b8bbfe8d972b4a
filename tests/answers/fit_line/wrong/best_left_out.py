# fails: data; diagnosis: pulled_by_a_point
# leaves out, a fifth of the times, the point without which the fit is best: two that hide each other stay
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    keep = list(range(len(x)))
    for _ in range(len(x) // 5):
        # leave out the point whose absence improves the fit most
        def error(without):
            k = [i for i in keep if i != without]
            s, f = np.polyfit(x[k], y[k], 1)
            return ((y[k] - s * x[k] - f) ** 2).sum()
        keep.remove(min(keep, key=error))
    s, f = np.polyfit(x[keep], y[keep], 1)
    return s, f
