# any number of parts, a list of three
import numpy as np


def merge(*parts):
    largest = np.max([part[1] for part in parts])
    sums = [part[2] * np.exp(part[1] - largest) for part in parts]
    mixture = sum(s * part[0] for s, part in zip(sums, parts)) / sum(sums)
    return [mixture, largest, sum(sums)]
