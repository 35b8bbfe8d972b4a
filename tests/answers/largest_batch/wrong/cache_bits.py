# fails: equals; diagnosis: cache_in_bits_of_a_weight
import numpy as np


def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    left = memory_bytes*n_machines - parameters*weight_bits//8
    return max(0, left // (context*cache_bytes_a_token*weight_bits//8))
