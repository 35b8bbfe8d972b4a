# fails: equals; diagnosis: softmax_counted
def decode_step_multiply_adds(n, d_k, d_v):
    return n * d_k + 3 * n + n * d_v
