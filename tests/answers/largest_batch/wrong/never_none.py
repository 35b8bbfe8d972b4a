# fails: none; diagnosis: at_least_one
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    room = n_machines * memory_bytes - parameters * weight_bits // 8
    return max(1, room // (context * cache_bytes_a_token))
