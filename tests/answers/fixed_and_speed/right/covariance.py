# covariance over variance
import numpy as np


def fixed_and_speed(bytes_each, seconds):
    covariance = np.cov(bytes_each, seconds)
    slope = covariance[0, 1] / covariance[0, 0]
    return seconds.mean() - slope * bytes_each.mean(), 1 / slope
