"""What goes wrong in lesson 00's warm-up."""

from autograder.misconceptions.misconception import Misconception

KNOWN = [
    Misconception(
        "adds_instead_of_multiplying",
        "dot",
        (lambda q, k: sum(a + b for a, b in zip(q, k)),),
        "Your numbers are what comes out when q[c] and k[c] are added, not multiplied.",
        "For q = (1, 0) and k = (2, 5), which of the two numbers of k should count at all?",
    ),
    Misconception(
        "forgets_the_last",
        "dot",
        (lambda q, k: sum(a * b for a, b in zip(q[:-1], k[:-1])),),
        "Your numbers are what comes out when the last pair is left out.",
        "Which values does the index take in your loop when there are three numbers?",
    ),
    Misconception(
        "loop_ends_early",
        "dot",
        (lambda q, k: q[0] * k[0],),
        "Your number is the product of the first pair alone.",
        "How far is your `return` indented, and how often has the loop above it run by then?",
    ),
    Misconception(
        "keeps_last_product",
        "dot",
        (lambda q, k: q[-1] * k[-1],),
        "Your number is the product of the last pair alone.",
        "What becomes of the sum so far when the next pair comes?",
    ),
]
