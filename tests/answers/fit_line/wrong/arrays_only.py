# fails: lists; diagnosis: arrays_only
# arrays only, no lists
import numpy as np


def fit_line(lengths, costs):
    i, j = np.triu_indices(len(lengths), 1)
    per_token = np.median((costs[j] - costs[i]) / (lengths[j] - lengths[i]))
    return per_token, np.median(costs - per_token * lengths)
