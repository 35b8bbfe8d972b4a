# fails: data; diagnosis: rounded_exponent
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    return round(float(np.polyfit(x, y, 1)[0]))
