# itertools
from itertools import takewhile


def accepted(draft, choices):
    right = list(takewhile(lambda pair: pair[0] == pair[1], zip(draft, choices)))
    return [guess for guess, _ in right] + [choices[len(right)]]
