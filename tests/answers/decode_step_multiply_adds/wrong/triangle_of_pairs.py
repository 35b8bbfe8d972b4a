# fails: equals; diagnosis: pairs_of_all_queries
def decode_step_multiply_adds(n, d_k, d_v):
    return n * (n + 1) // 2 * (d_k + d_v)
