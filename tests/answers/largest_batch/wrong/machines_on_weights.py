# fails: equals; diagnosis: weights_shared_twice
import numpy as np


def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    free = n_machines * memory_bytes - parameters * weight_bits // 8 // n_machines
    return max(0, free // (cache_bytes_a_token * context))
