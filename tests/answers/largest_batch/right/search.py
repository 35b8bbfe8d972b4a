# doubling and halving
def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    def fits(batch):
        return parameters * weight_bits // 8 + batch * context * cache_bytes_a_token <= n_machines * memory_bytes
    if not fits(1):
        return 0
    high = 1
    while fits(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle):
            low = middle
        else:
            high = middle
    return low
