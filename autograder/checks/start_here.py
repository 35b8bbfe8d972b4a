"""The one check of lesson 00, on which learners try out what a check does."""

from autograder.exercise import array, aspect, call, close, exercise, unchanged


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
