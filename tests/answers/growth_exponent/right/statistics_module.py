# statistics.linear_regression
from math import log
from statistics import linear_regression


def growth_exponent(lengths, costs):
    return linear_regression([log(n) for n in lengths], [log(c) for c in costs]).slope
