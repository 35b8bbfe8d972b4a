# exact fractions, rounded down
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    from fractions import Fraction
    import math
    weights = Fraction(parameters * weight_bits, 8)
    return max(0, math.floor((n_machines * memory_bytes - weights) / (context * cache_bytes_a_token)))
