# fails: equals; diagnosis: bits_for_bytes+one_machine
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    weights = weight_bits * parameters
    return max(0, (memory_bytes - weights) // (context * cache_bytes_a_token))
