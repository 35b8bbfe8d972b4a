# fails: equals; diagnosis: whole_bytes_a_weight
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    bytes_a_weight = weight_bits // 8
    room = memory_bytes * n_machines - bytes_a_weight * parameters
    return max(0, room // context // cache_bytes_a_token)
