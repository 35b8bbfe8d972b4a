# fails: equals; diagnosis: rounded
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    return max(0, round((n_machines * memory_bytes - parameters * weight_bits / 8) / (context * cache_bytes_a_token)))
