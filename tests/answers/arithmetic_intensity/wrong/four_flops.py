# fails: equals; diagnosis: flops_counted_twice
def arithmetic_intensity(n, d_k, d_v, bytes_per_number):
    return 4 * n * (d_k + d_v) / (n * (d_k + d_v) * bytes_per_number)
