# RANSAC: many random pairs, most points close by win, then least squares on these
import random

import numpy as np


def fit_line(lengths, costs):
    x, y = np.array(lengths, float), np.array(costs, float)
    rng = random.Random(1)
    close = 0.02 * np.median(np.abs(y))
    best = np.zeros(len(x), dtype=bool)
    for _ in range(300):
        i, j = rng.sample(range(len(x)), 2)
        slope = (y[j] - y[i]) / (x[j] - x[i])
        inliers = np.abs(y - y[i] - slope * (x - x[i])) < close
        if inliers.sum() > best.sum():
            best = inliers
    return np.polyfit(x[best], y[best], 1)
