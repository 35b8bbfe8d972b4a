# fails: dtype; diagnosis: another_type
from fractions import Fraction


def crossover_length(d_model, d_ff):
    return Fraction(4 * d_model ** 2 + 2 * d_model * d_ff, 2 * d_model)
