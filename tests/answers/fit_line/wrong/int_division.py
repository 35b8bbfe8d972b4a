# fails: data; diagnosis: rounded_down
def fit_line(lengths, costs):
    x, y = list(lengths), list(costs)
    slopes = sorted((y[j] - y[i]) // (x[j] - x[i]) for i in range(len(x)) for j in range(i))
    s = slopes[len(slopes) // 2]
    rest = sorted(b - s * a for a, b in zip(x, y))
    return s, rest[len(rest) // 2]
