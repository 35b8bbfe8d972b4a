# fails: data; diagnosis: log_of_one_more
import numpy as np


def growth_exponent(lengths, costs):
    return np.polyfit(np.log1p(lengths), np.log1p(costs), 1)[0]
