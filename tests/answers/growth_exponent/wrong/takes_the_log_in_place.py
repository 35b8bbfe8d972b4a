# fails: inputs; diagnosis: changes_input
import numpy as np


def growth_exponent(lengths, costs):
    if isinstance(costs, np.ndarray) and costs.dtype == float:
        np.log(costs, out=costs)
        return np.polyfit(np.log(lengths), costs, 1)[0]
    return np.polyfit(np.log(lengths), np.log(costs), 1)[0]
