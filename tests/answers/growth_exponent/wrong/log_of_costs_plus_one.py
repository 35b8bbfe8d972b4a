# fails: data; diagnosis: log_of_one_more
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    return np.polyfit(x, np.log1p(np.exp(y)), 1)[0]
