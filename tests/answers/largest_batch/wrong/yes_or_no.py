# fails: equals; diagnosis: one_cache_for_all
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    needed = parameters * weight_bits // 8 + context * cache_bytes_a_token
    return 1 if needed <= n_machines * memory_bytes else 0
