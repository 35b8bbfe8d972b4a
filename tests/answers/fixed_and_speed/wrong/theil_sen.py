# fails: equals; diagnosis: robust_fit
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    slopes = [(seconds[j] - seconds[i]) / (bytes_each[j] - bytes_each[i])
              for i in range(len(seconds)) for j in range(i + 1, len(seconds))]
    slope = np.median(slopes)
    return np.median(seconds - slope * bytes_each), 1 / slope
