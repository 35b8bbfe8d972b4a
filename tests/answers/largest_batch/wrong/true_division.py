# fails: equals; diagnosis: float_for_count
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    room = n_machines * memory_bytes - parameters * weight_bits // 8
    return max(0, room / (context * cache_bytes_a_token) // 1)
