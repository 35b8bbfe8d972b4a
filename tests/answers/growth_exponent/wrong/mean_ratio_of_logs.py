# fails: data; diagnosis: mean_ratio_of_logs

import numpy as np


def growth_exponent(lengths, costs):
    return np.mean(np.log(costs) / np.log(lengths))
