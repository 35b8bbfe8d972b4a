# whole numbers all the way
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    weights = parameters * weight_bits // 8
    room = n_machines * memory_bytes - weights
    return max(0, room // (context * cache_bytes_a_token))
