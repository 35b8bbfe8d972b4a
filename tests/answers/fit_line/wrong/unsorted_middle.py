# fails: data; diagnosis: middle_of_unsorted
def fit_line(lengths, costs):
    x, y = list(lengths), list(costs)
    slopes = [(y[j] - y[i]) / (x[j] - x[i]) for i in range(len(x)) for j in range(i)]
    s = slopes[len(slopes) // 2]
    rest = [b - s * a for a, b in zip(x, y)]
    return s, rest[len(rest) // 2]
