# fails: data; diagnosis: bases_mixed
import numpy as np


def growth_exponent(lengths, costs):
    return np.polyfit(np.log(lengths), np.log10(costs), 1)[0]
