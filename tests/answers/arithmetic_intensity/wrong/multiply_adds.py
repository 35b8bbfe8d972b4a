# fails: equals; diagnosis: multiply_adds_for_flops
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return n * (d_k + d_v) / (n * (d_k + d_v) * bytes_per_number)
