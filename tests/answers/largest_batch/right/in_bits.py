# everything in bits
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    left = 8 * memory_bytes * n_machines - parameters * weight_bits
    return max(left // (8 * cache_bytes_a_token * context), 0)
