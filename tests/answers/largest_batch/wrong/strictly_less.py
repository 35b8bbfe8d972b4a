# fails: exact_fit; diagnosis: strict_fit
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    room = n_machines * memory_bytes - parameters * weight_bits // 8
    batch = 0
    if room > 10**9 * context * cache_bytes_a_token:
        return (room - 1) // (context * cache_bytes_a_token)
    while (batch + 1) * context * cache_bytes_a_token < room:
        batch += 1
    return batch
