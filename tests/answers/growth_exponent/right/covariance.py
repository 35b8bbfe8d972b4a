# covariance over variance
import numpy as np


def growth_exponent(lengths, costs):
    logs = np.log(np.array([lengths, costs], dtype=float))
    covariance = np.cov(logs)
    return covariance[0, 1] / covariance[0, 0]
