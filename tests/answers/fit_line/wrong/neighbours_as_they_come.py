# fails: inputs; diagnosis: neighbours_as_they_come
import numpy as np

def fit_line(lengths, costs):
    slopes = np.diff(costs) / np.diff(lengths)
    per_token = np.median(slopes)
    fixed = np.median(np.asarray(costs) - per_token * np.asarray(lengths))
    return per_token, fixed
