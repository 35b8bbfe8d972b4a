# Siegel: a median of medians
import statistics


def fit_line(lengths, costs):
    n = len(lengths)
    inner = []
    for i in range(n):
        slopes = [(costs[j] - costs[i]) / (lengths[j] - lengths[i]) for j in range(n) if j != i]
        inner.append(statistics.median(slopes))
    slope = statistics.median(inner)
    return [slope, statistics.median(c - slope * l for l, c in zip(lengths, costs))]
