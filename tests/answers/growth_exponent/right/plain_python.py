# math.log2 and loops
import math


def growth_exponent(lengths, costs):
    xs = [math.log2(n) for n in lengths]
    ys = [math.log2(c) for c in costs]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = below = 0.0
    for x, y in zip(xs, ys):
        above += (x - mean_x) * (y - mean_y)
        below += (x - mean_x) ** 2
    return above / below
