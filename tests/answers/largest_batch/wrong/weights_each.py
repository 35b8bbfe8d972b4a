# fails: equals; diagnosis: weights_for_each_sequence
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    one = parameters * weight_bits // 8 + context * cache_bytes_a_token
    batch = 0
    while (batch + 1) * one <= n_machines * memory_bytes and batch < 10**6:
        batch += 1
    return batch
