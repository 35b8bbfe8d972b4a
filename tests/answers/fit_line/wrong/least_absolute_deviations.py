# fails: data; diagnosis: least_absolute_deviations
# least absolute deviations: the best line through two of the points
from itertools import combinations


def fit_line(lengths, costs):
    best = None
    for i, j in combinations(range(len(lengths)), 2):
        slope = (costs[j] - costs[i]) / (lengths[j] - lengths[i])
        fixed = costs[i] - slope * lengths[i]
        error = sum(abs(c - fixed - slope * l) for l, c in zip(lengths, costs))
        if best is None or error < best[0]:
            best = error, slope, fixed
    return best[1:]
