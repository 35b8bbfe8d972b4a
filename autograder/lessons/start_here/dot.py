"""dot: the warm-up, on which learners try out what a check does."""

import numpy as np

from autograder.kit import awkward
from autograder.kit.exercise import array, aspect, call, close, exercise, unchanged
from autograder.kit.misconception import Misconception


def _dot_probe(dot, rng):
    return [float(dot(rng.normal(size=n), rng.normal(size=n))) for n in (1, 3, 4)]


@exercise("dot", probe=_dot_probe)
def dot(dot, *, rng):
    """A number: the products q[c]·k[c], added up."""
    with aspect("equals", "the sum of the products, for vectors of 1 to 9 numbers"):
        for n in (3, 1, 2, 9):
            q, k = rng.normal(size=n), rng.normal(size=n)
            kept = q.copy(), k.copy()
            got = array(
                call(dot, q, k),
                shape=(),
                what="dot(q, k)",
                advice="Which step makes one number of the products?",
            )
            close(
                got,
                sum(a * b for a, b in zip(q, k)),
                what="dot(q, k)",
                inputs=f"q and k have {n} numbers each",
            )
            unchanged(kept, (q, k), "qk")
    with aspect("awkward", "the same for zeros, equal numbers, -0.0, and very large and small ones"):
        sets = [
            ("q = (1, 2), k = (3, 4)", ([1.0, 2.0], [3.0, 4.0])),
            ("a product of 0 comes first, and numbers repeat", ([0, 2, 2, 1, 2, 0.0], [5, 3, 3, 6, 3, 4.0])),
            ("numbers of 1e150", (rng.uniform(1e150, 2e150, size=3), rng.uniform(-2e150, -1e150, size=3))),
            *awkward.arrays(rng, (9,), (9,)),
        ]
        for said, (q, k) in sets:
            q, k = np.array(q), np.array(k)
            got = array(call(dot, q, k), shape=(), what="dot(q, k)")
            close(
                got, sum(a * b for a, b in zip(q, k)), what="dot(q, k)", inputs=f"{said}; q is {q}, k is {k}"
            )


MISCONCEPTIONS = [
    Misconception(
        "adds_instead_of_multiplying",
        (lambda q, k: sum(a + b for a, b in zip(q, k)),),
        "Your numbers are what comes out when q[c] and k[c] are added, not multiplied.",
        "For q = (1, 0) and k = (2, 5), which of the two numbers of k should count at all?",
    ),
    Misconception(
        "forgets_the_last",
        (lambda q, k: sum(a * b for a, b in zip(q[:-1], k[:-1])),),
        "Your numbers are what comes out when the last pair is left out.",
        "Which values does the index take in your loop when there are three numbers?",
    ),
    Misconception(
        "loop_ends_early",
        (lambda q, k: q[0] * k[0],),
        "Your number is the product of the first pair alone.",
        "How far is your `return` indented, and how often has the loop above it run by then?",
    ),
    Misconception(
        "keeps_last_product",
        (lambda q, k: q[-1] * k[-1],),
        "Your number is the product of the last pair alone.",
        "What becomes of the sum so far when the next pair comes?",
    ),
]
