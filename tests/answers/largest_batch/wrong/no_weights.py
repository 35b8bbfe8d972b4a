# fails: equals; diagnosis: weights_forgotten
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    return n_machines * memory_bytes // (context * cache_bytes_a_token)
