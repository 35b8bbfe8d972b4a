# fails: data; diagnosis: log_line_through_origin
import numpy as np


def growth_exponent(lengths, costs):
    x, y = np.log(np.asarray(lengths, dtype=float)), np.log(np.asarray(costs, dtype=float))
    return (x @ y) / (x @ x)
