# a fraction, which is a number too
from fractions import Fraction


def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return Fraction(2 * n * d_k + 2 * n * d_v, bytes_per_number * n * (d_k + d_v))
