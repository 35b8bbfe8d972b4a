# an early return
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    room = memory_bytes * n_machines - parameters * weight_bits // 8
    if room < 0:
        return 0
    number, rest = divmod(room, context * cache_bytes_a_token)
    return number
