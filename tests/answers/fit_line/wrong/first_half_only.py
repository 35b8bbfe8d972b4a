# fails: data; diagnosis: half_the_points
import numpy as np


def fit_line(lengths, costs):
    half = max(3, len(lengths) // 2)
    return np.polyfit(lengths[:half], costs[:half], 1)
