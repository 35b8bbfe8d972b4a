# exact
from fractions import Fraction


def tokens_a_call(alpha, k):
    a = Fraction(alpha)
    return sum((a**i for i in range(k + 1)), Fraction(0))
