# fails: equals; diagnosis: all_queries_in_a_step
def decode_step_multiply_adds(n, d_k, d_v):
    return n ** 2 * (d_k + d_v)
