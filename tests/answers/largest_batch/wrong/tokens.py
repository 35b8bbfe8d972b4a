# fails: equals; diagnosis: context_forgotten
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    return max(0, (n_machines * memory_bytes - parameters * weight_bits // 8) // cache_bytes_a_token)
