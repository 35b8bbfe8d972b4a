# fails: equals; diagnosis: divided_by_machines
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    room = memory_bytes // n_machines - parameters * weight_bits // 8
    return max(0, room // (context * cache_bytes_a_token))
