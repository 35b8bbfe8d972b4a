# fails: equals; diagnosis: attention_squared
import math


def crossover_length(d_model, d_ff):
    return math.isqrt((4 * d_model ** 2 + 2 * d_model * d_ff) // (2 * d_model))
