# fails: equals; diagnosis: one_machine
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    return max(0, (memory_bytes - parameters * weight_bits // 8) // (context * cache_bytes_a_token))
