"""dot: the warm-up, on which learners try out what a check does."""

import itertools

import numpy as np

from autograder.kit import awkward
from autograder.kit.exercise import array, aspect, call, close, exercise, unchanged
from autograder.kit.misconception import Misconception


def _dot_probe(dot, rng):
    for n in (1, 3, 4):
        yield dot(rng.normal(size=n), rng.normal(size=n))
    yield dot(np.array([0, 2, 2, 1, 2, 0.0]), np.array([5, 3, 7, 6, 3, 4.0]))


@exercise("dot", probe=_dot_probe)
def dot(dot, *, rng):
    """A number: the products q[c]·k[c], added up."""
    with aspect("equals", "the sum of the products, for vectors of 1 to 9 numbers"):
        for n in (3, 1, 2, 9):
            q, k = rng.normal(size=n), rng.normal(size=n)
            kept = q.copy(), k.copy()
            got = call(dot, q, k)
            unchanged(kept, (q, k), "qk")
            got = array(
                got,
                shape=(),
                what="dot(q, k)",
                advice="Which step makes one number of the products?",
            )
            close(
                got,
                sum(a * b for a, b in zip(q, k)),
                what="dot(q, k)",
                inputs=f"q and k have {n} numbers each",
                of=np.multiply(q, k),
            )
    with aspect("awkward", "the same for zeros, equal numbers, -0.0, and very large and small ones"):
        sets = [
            ("q = (1, 2), k = (3, 4)", ([1.0, 2.0], [3.0, 4.0])),
            ("a product of 0 comes first, and numbers repeat", ([0, 2, 2, 1, 2, 0.0], [5, 3, 7, 6, 3, 4.0])),
            ("numbers of 1e150", (rng.uniform(1e150, 2e150, size=3), rng.uniform(-2e150, -1e150, size=3))),
            *awkward.arrays(rng, (9,), (9,)),
        ]
        for said, (q, k) in sets:
            q, k = np.array(q), np.array(k)
            got = array(call(dot, q, k), shape=(), what="dot(q, k)")
            products = q * k
            close(got, sum(products), what="dot(q, k)", inputs=f"{said}; q is {q}, k is {k}", of=products)


MISCONCEPTIONS = [
    Misconception(
        "adds_instead_of_multiplying",
        (lambda q, k: sum(a + b for a, b in zip(q, k)),),
        "Your numbers are what comes out when q[c] and k[c] are added, not multiplied.",
        "For q = (1, 0) and k = (2, 5), which of the two numbers of k should count at all?",
    ),
    *(
        Misconception(
            "not_added_up",
            (answer,),
            "Your code gives the products, or some of them, and does not add them up.",
            "For q = (1, 0) and k = (2, 5) one number is asked for. What makes one of the products?",
        )
        for answer in (
            lambda q, k: np.asarray(q) * k,
            lambda q, k: np.cumsum(np.asarray(q) * k),
        )
    ),
    Misconception(
        "every_pair",
        (lambda q, k: np.outer(q, k),),
        "Your code gives a table: each number of q times each of k.",
        "Which number of k does the first number of q meet in a dot product, and which ones does it not?",
    ),
    Misconception(
        "absolute_value",
        (lambda q, k: abs(sum(a * b for a, b in zip(q, k, strict=True))),),
        "Your number has lost its sign.",
        "What is (1, 0) · (-1, 0)?",
    ),
    Misconception(
        "backwards",
        (lambda q, k: sum(a * b for a, b in zip(q, k[::-1], strict=True)),),
        "Your number is that of q and k with the numbers of one of them in reverse.",
        "Which number of k does the first number of q meet in a dot product?",
    ),
    Misconception(
        "distance",
        (lambda q, k: sum((a - b) ** 2 for a, b in zip(q, k, strict=True)),),
        "Your number is the squared distance of q and k.",
        "What happens to each pair of numbers in a dot product: are they subtracted, or multiplied?",
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
    Misconception(
        "forgets_the_first",
        (lambda q, k: sum(a * b for a, b in zip(q[1:], k[1:], strict=True)),),
        "Your numbers are what comes out when the first pair is left out.",
        "Which number has the first pair, and at which one does your loop begin?",
    ),
    Misconception(
        "product_of_sums",
        (lambda q, k: sum(q) * sum(k),),
        "Your number is the sum of q times the sum of k: every number of q meets every number of k.",
        "Which number of k does the first number of q meet in a dot product, and which ones does it not?",
    ),
    Misconception(
        "mean_for_sum",
        (lambda q, k: sum(a * b for a, b in zip(q, k, strict=True)) / len(q),),
        "Your number is the mean of the products.",
        "The products are added up. What is done with the sum afterwards?",
    ),
    Misconception(
        "scaled",
        (lambda q, k: sum(a * b for a, b in zip(q, k, strict=True)) / len(q) ** 0.5,),
        "Your number is the dot product divided by the root of how many numbers there are.",
        "That is a later step, of attention. What is asked for here?",
    ),
    Misconception(
        "cosine",
        (lambda q, k: q @ k / (q @ q) ** 0.5 / (k @ k) ** 0.5,),
        "Your number does not change when q or k gets longer: it is a cosine.",
        "If all numbers of q are twice as large, what should happen to the dot product?",
    ),
    Misconception(
        "with_itself",
        (lambda q, k: q @ q,),
        "Your number is the dot product of q with itself.",
        "Where does k come in?",
    ),
    Misconception(
        "negative_products_lost",
        (lambda q, k: sum(max(a * b, 0) for a, b in zip(q, k, strict=True)),),
        "Your number is the sum of the positive products alone.",
        "What is (1, -1) · (1, 1)?",
    ),
    Misconception(
        "sum_starts_at_one",
        (lambda q, k: 1 + sum(a * b for a, b in zip(q, k, strict=True)),),
        "Your number is 1 too large.",
        "What is the sum before anything has been added?",
    ),
    Misconception(
        "whole_numbers",
        (lambda q, k: int(sum(a * b for a, b in zip(q, k, strict=True))),),
        "Your number is cut to a whole one.",
        "Which function in your code makes 1 of 1.7?",
    ),
    Misconception(
        "whole_products",
        (lambda q, k: sum(int(a * b) for a, b in zip(q, k, strict=True)),),
        "Your number is what comes out when each product is cut to a whole number before it is added.",
        "What is (0.5, 0.5) · (1, 1)? What becomes of 0.5 on its way into your sum?",
    ),
    Misconception(
        "stops_at_zero",
        (
            lambda q, k: sum(
                a * b for a, b in itertools.takewhile(lambda ab: ab[0] * ab[1], zip(q, k, strict=True))
            ),
        ),
        "Your sum ends at the first product that is 0.",
        "A product of 0 adds nothing. May the pairs behind it be left out?",
    ),
    Misconception(
        "equal_products_once",
        (lambda q, k: sum({a * b for a, b in zip(q, k, strict=True)}),),
        "Your sum has equal products once only.",
        "What does a set do with the second of two equal numbers?",
    ),
    *(
        Misconception(
            "equal_numbers_taken_for_one",
            (answer,),
            "Your code takes equal numbers of q for one and the same.",
            "q may hold the same number twice. How does your code tell the first from the second: by what "
            "it is, or by where it stands?",
        )
        for answer in (
            lambda q, k: sum(a * b for a, b in dict(zip(q.tolist(), k.tolist(), strict=True)).items()),
            lambda q, k: sum(a * k[q.tolist().index(a)] for a in q),
        )
    ),
]
