# gives NumPy's whole numbers, which are tokens, too
import numpy as np


def accepted(draft, choices):
    choices = np.array(choices)
    wrong = np.flatnonzero(np.array(draft, dtype=int) != choices[:-1])
    n = wrong[0] if len(wrong) else len(draft)
    return list(choices[: n + 1])
