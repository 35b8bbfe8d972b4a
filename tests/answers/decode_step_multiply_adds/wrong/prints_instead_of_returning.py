# fails: equals; diagnosis: nothing_returned
def decode_step_multiply_adds(n, d_k, d_v):
    print(n * (d_k + d_v))
