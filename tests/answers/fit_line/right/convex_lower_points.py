# keeps the four fifths that lie lowest above the least steep plausible line
import numpy as np


def fit_line(lengths, costs):
    x, y = np.asarray(lengths, dtype=float), np.asarray(costs, dtype=float)
    keep = np.arange(len(x))
    for _ in range(len(x) // 5):
        slope, fixed = np.polyfit(x[keep], y[keep], 1)
        keep = np.delete(keep, np.argmax(y[keep] - slope * x[keep] - fixed))
    slope, fixed = np.polyfit(x[keep], y[keep], 1)
    return {"per_token": slope, "fixed": fixed}.values()
