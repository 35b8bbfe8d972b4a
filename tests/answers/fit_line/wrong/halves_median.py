# fails: data; diagnosis: medians_of_thirds
import numpy as np

def fit_line(lengths, costs):
    # Tukey: medians of the outer thirds
    x, y = np.asarray(lengths, float), np.asarray(costs, float)
    third = len(x) // 3
    a = (np.median(y[-third:]) - np.median(y[:third])) / (np.median(x[-third:]) - np.median(x[:third]))
    return a, np.median(y - a * x)
