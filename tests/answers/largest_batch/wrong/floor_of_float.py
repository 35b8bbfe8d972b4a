# fails: dtype; diagnosis: float_on_the_way
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    import math
    room = n_machines * memory_bytes - parameters * weight_bits / 8
    return max(0, math.floor(room / (context * cache_bytes_a_token)))
