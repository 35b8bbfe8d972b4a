# fails: data; diagnosis: worst_dropped_in_turn
# least squares, the worst point dropped again and again, up to a fifth
import numpy as np


def fit_line(lengths, costs):
    x, y = list(lengths), list(costs)
    for _ in range(len(lengths) // 5):
        slope, fixed = np.polyfit(x, y, 1)
        remainders = [abs(b - slope * a - fixed) for a, b in zip(x, y)]
        worst = remainders.index(max(remainders))
        del x[worst], y[worst]
    return np.polyfit(x, y, 1)
