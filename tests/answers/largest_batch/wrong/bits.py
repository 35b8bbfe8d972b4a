# fails: equals; diagnosis: bits_for_bytes
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    weights = parameters * weight_bits
    return max(0, (n_machines * memory_bytes - weights) // (context * cache_bytes_a_token))
