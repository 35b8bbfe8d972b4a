# fails: equals; diagnosis: additions_counted

def decode_step_multiply_adds(n, d_k, d_v):
    scores = n * (d_k + (d_k - 1))
    output = d_v * (n + (n - 1))
    return scores + output
