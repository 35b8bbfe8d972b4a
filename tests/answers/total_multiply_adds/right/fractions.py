# exact fractions on the way
from fractions import Fraction


def total_multiply_adds(n_prompt, n_new, d_k, d_v):
    mean_length = Fraction(2 * n_prompt + n_new + 1, 2)
    total = mean_length * n_new * (d_k + d_v)
    assert total.denominator == 1
    return int(total)
