# fails: data; diagnosis: highest_costs_dropped
import numpy as np


def fit_line(lengths, costs):
    lengths, costs = np.asarray(lengths), np.asarray(costs)
    keep = np.argsort(costs)[:len(costs) - len(costs) // 5]
    return np.polyfit(lengths[keep], costs[keep], 1)
