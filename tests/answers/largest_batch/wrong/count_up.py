# fails: dtype; diagnosis: counts_up
import numpy as np


def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    used = parameters*weight_bits//8
    batch = 0
    while used + context*cache_bytes_a_token <= n_machines*memory_bytes:
        used += context*cache_bytes_a_token
        batch += 1
    return batch
